// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order the data flows. A target imports only targets above it;
// LayeringTests holds the sources to that.
let package = Package(
  name: "lastcall",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "lastcall", targets: ["lastcall"]),
    .executable(name: "lastcall-init", targets: ["LastcallInit"]),
    .library(name: "LastcallPod", targets: ["LastcallPod"]),
    .library(name: "LastcallServiceLifecycle", targets: ["LastcallServiceLifecycle"]),
    .library(name: "LastcallHummingbird", targets: ["LastcallHummingbird"]),
  ],
  // Nobody fetches or builds what they have not asked for.
  traits: [
    .trait(
      name: "ServiceLifecycle",
      description: "LastcallServiceLifecycle: the drain as a service of swift-service-lifecycle"),
    .trait(
      name: "Hummingbird", description: "LastcallHummingbird: counts the requests of Hummingbird",
      enabledTraits: ["ServiceLifecycle"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Without its default trait it does not pull in all of Foundation.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
  ],
  targets: [
    .target(name: "PodStatus"),
    .target(name: "LastcallPod", dependencies: ["PodStatus"], exclude: ["Examples"]),
    .target(
      name: "LastcallServiceLifecycle",
      dependencies: [
        "LastcallPod",
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle",
          condition: .when(traits: ["ServiceLifecycle"])),
      ]),
    .target(
      name: "LastcallHummingbird",
      dependencies: [
        "LastcallPod",
        .product(
          name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
      ]),
    .target(name: "CProcess"),
    .executableTarget(
      name: "LastcallInit", dependencies: ["CProcess", "LastcallPod", "PodStatus"]),
    .target(
      name: "ShutdownModel",
      dependencies: [
        "PodStatus",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "HeapModule", package: "swift-collections"),
      ]),
    .target(
      name: "Inputs",
      dependencies: [
        "ShutdownModel", "PodStatus",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        "Yams",
      ]),
    .target(
      name: "Views",
      dependencies: [
        "PodStatus", "ShutdownModel",
        .product(name: "DequeModule", package: "swift-collections"),
      ]),
    .target(
      name: "Recording", dependencies: ["PodStatus", "ShutdownModel"], exclude: ["README.md"]),
    .target(name: "ManifestCheck", dependencies: ["PodStatus", "ShutdownModel", "Yams"]),
    .target(
      name: "CNCurses",
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    .target(name: "Terminal", dependencies: ["Views", "CNCurses"]),
    .target(
      name: "Sandbox",
      dependencies: [
        "PodStatus", "LastcallPod",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .target(
      name: "Settings",
      dependencies: ["PodStatus", "ShutdownModel", "Views", "Yams"],
      resources: [.embedInCode("Defaults")]),
    .executableTarget(
      name: "lastcall",
      dependencies: [
        "Inputs", "LastcallPod", "ManifestCheck", "PodStatus", "Recording", "Sandbox", "Settings",
        "ShutdownModel", "Terminal",
        "Views",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .testTarget(
      name: "SettingsTests",
      dependencies: [
        "PodStatus", "Settings", "ShutdownModel", "Views", "lastcall",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      exclude: ["Configs"]),
    .testTarget(name: "LayeringTests"),
    .testTarget(name: "PodStatusTests", dependencies: ["PodStatus"], exclude: ["Answers"]),
    .executableTarget(
      name: "PodProcess", dependencies: ["LastcallPod"], path: "Tests/PodProcess"),
    .executableTarget(
      name: "ReadmeService", dependencies: ["LastcallPod"], path: "Tests/ReadmeService"),
    .testTarget(
      name: "LastcallPodTests",
      dependencies: [
        "LastcallInit", "LastcallPod", "PodProcess", "PodStatus", "ReadmeService",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .executableTarget(
      name: "SandboxProcess", dependencies: ["Sandbox"], path: "Tests/SandboxProcess"),
    .testTarget(
      name: "SandboxTests",
      dependencies: [
        "Inputs", "Sandbox", "SandboxProcess", "PodStatus", "ShutdownModel",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["LastcallPod", "PodStatus", "Settings", "ShutdownModel", "Views"],
      path: "Tests/Benchmarks",
      // Nothing in it imports Glibc, which would bring the C library's mathematics along.
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .testTarget(
      name: "InputsTests",
      dependencies: [
        "Inputs", "PodStatus", "Settings", "ShutdownModel",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .testTarget(
      name: "LastcallTests",
      dependencies: [
        "Inputs", "LastcallPod", "Sandbox", "ShutdownModel", "Views", "lastcall",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      exclude: ["Servers/serve.py"]),
    .testTarget(
      name: "ShutdownModelTests", dependencies: ["PodStatus", "ShutdownModel"]),
    // It runs the program.
    .testTarget(
      name: "CaseTests",
      dependencies: ["lastcall", .product(name: "Subprocess", package: "swift-subprocess")],
      exclude: ["Cases", "case-score"]),
    .testTarget(
      name: "RecordingTests",
      dependencies: ["Inputs", "PodStatus", "Recording", "ShutdownModel"]),
    .testTarget(
      name: "ManifestCheckTests", dependencies: ["ManifestCheck", "PodStatus", "ShutdownModel"]),
    .testTarget(
      name: "LogTextTests", dependencies: ["Settings", "ShutdownModel"], exclude: ["Texts"]),
    .testTarget(
      name: "ViewsTests", dependencies: ["PodStatus", "Settings", "ShutdownModel", "Views"],
      exclude: ["Frames", "Reports"]),
    .testTarget(name: "TerminalTests", dependencies: ["Settings", "Terminal", "Views"]),
    .testTarget(
      name: "CaptureTests",
      dependencies: ["Inputs", "PodStatus", "Settings", "ShutdownModel", "Views"],
      exclude: ["Captures", "slim.py"]),
  ],
  swiftLanguageModes: [.v6]
)

// Warnings are errors in `make check` only: the setting would leak into packages that depend on
// LastcallPod.
let strict: [SwiftSetting] =
  Context.environment["LASTCALL_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

for target in package.targets where !["CNCurses", "CProcess"].contains(target.name) {
  target.swiftSettings =
    strict + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
