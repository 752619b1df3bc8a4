// swift-tools-version: 6.2
import Foundation
import PackageDescription

// An installed lastcall must not need libyaml on its machine: the archive is linked where there is one.
// pkg-config would add the shared library to it.
#if os(Linux)
  let folders = ["x86_64-linux-gnu", "aarch64-linux-gnu", "."].map { "/usr/lib/\($0)" }
  let hasArchive = (folders + ["/usr/lib64", "/usr/local/lib"]).contains {
    FileManager.default.fileExists(atPath: "\($0)/libyaml.a")
  }
  let libyaml: (name: String, pkgConfig: String?) = (hasArchive ? ":libyaml.a" : "yaml", nil)
#else
  let libyaml: (name: String, pkgConfig: String?) = ("yaml", "yaml-0.1")
#endif

// Products that the dashboard and the tests need, and no service that uses a library.
func dashboard(_ name: String, _ package: String) -> Target.Dependency {
  .product(name: name, package: package, condition: .when(traits: ["Dashboard"]))
}

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
    .default(enabledTraits: ["Dashboard"]),
    .trait(
      name: "Dashboard",
      description: "what lastcall itself needs; a service that uses a library switches it off"),
    .trait(
      name: "ServiceLifecycle",
      description: "LastcallServiceLifecycle: the drain as a service of swift-service-lifecycle"),
    .trait(
      name: "Hummingbird", description: "LastcallHummingbird: counts the requests of Hummingbird",
      enabledTraits: ["ServiceLifecycle"]),
    .trait(name: "Logging", description: "LastcallPod: its lines to swift-log"),
    .trait(name: "Metrics", description: "LastcallPod: its tasks to swift-metrics"),
    .trait(
      name: "Configuration", description: "LastcallPod: its settings from swift-configuration"),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    // Without its default trait it does not pull in all of Foundation.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
  ],
  targets: [
    .target(name: "CLibrary"),
    .target(name: "HarmlessText"),
    .target(name: "Time"),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: libyaml.pkgConfig,
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(
      name: "Documents", dependencies: ["CLibYAML"],
      linkerSettings: [.linkedLibrary(libyaml.name)]),
    .target(name: "Processes", dependencies: ["CLibrary"]),
    .target(name: "PodStatus"),
    .target(
      name: "LastcallPod",
      dependencies: [
        "CLibrary", "PodStatus", "Processes",
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Logging"])),
        .product(
          name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
        .product(
          name: "Configuration", package: "swift-configuration",
          condition: .when(traits: ["Configuration"])),
      ],
      exclude: ["Examples"]),
    .target(
      name: "LastcallServiceLifecycle",
      dependencies: [
        "LastcallPod",
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle",
          condition: .when(traits: ["ServiceLifecycle"])),
        .product(
          name: "Logging", package: "swift-log", condition: .when(traits: ["ServiceLifecycle"])),
      ]),
    .target(
      name: "LastcallHummingbird",
      dependencies: [
        "LastcallPod",
        .product(
          name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
        .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Hummingbird"])),
      ]),
    .target(name: "CProcess"),
    .executableTarget(
      name: "LastcallInit",
      dependencies: ["CLibrary", "CProcess", "LastcallPod", "PodStatus", "Processes"]),
    .target(name: "ContainerCommands"),
    .target(name: "LogText", dependencies: ["HarmlessText", "PodStatus", "Time"]),
    .target(name: "DrainForecast", dependencies: ["PodStatus", "Time"]),
    .target(
      name: "KubernetesObjects", dependencies: ["ContainerCommands", "Time"]),
    .target(
      name: "GraceAdvice",
      dependencies: ["DrainForecast", "HarmlessText", "KubernetesObjects", "PodStatus", "Time"]),
    .target(
      name: "ShutdownModel",
      dependencies: [
        "ContainerCommands", "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects",
        "LogText", "PodStatus", "Time", dashboard("DequeModule", "swift-collections"),
        dashboard("HeapModule", "swift-collections"),
      ]),
    .target(
      name: "ShutdownDiagnosis",
      dependencies: [
        "ContainerCommands", "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects",
        "LogText", "PodStatus", "ShutdownModel", "Time",
        dashboard("DequeModule", "swift-collections"),
      ]),
    .target(
      name: "Inputs",
      dependencies: [
        "CLibrary", "ContainerCommands", "Documents", "HarmlessText", "KubernetesObjects",
        "LogText", "PodStatus", "Processes", "ShutdownModel", "Time",
        dashboard("DequeModule", "swift-collections"),
        dashboard("NIOCore", "swift-nio"),
        dashboard("NIOHTTP1", "swift-nio"),
        dashboard("NIOPosix", "swift-nio"),
        dashboard("Subprocess", "swift-subprocess"),
      ]),
    .target(
      name: "RunReports",
      dependencies: ["GraceAdvice", "KubernetesObjects", "LogText", "ShutdownModel", "Time"]),
    .target(
      name: "OutputLines",
      dependencies: [
        "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects", "LogText", "PodStatus",
        "ShutdownModel", "Time",
      ]),
    .target(
      name: "Views",
      dependencies: [
        "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects", "LogText",
        "OutputLines", "PodStatus", "RunReports", "ShutdownModel", "Time",
        dashboard("DequeModule", "swift-collections"),
      ]),
    .target(
      name: "ReportForms",
      dependencies: [
        "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects", "LogText",
        "OutputLines", "PodStatus", "RunReports", "ShutdownModel", "Time", "Views",
        dashboard("DequeModule", "swift-collections"),
      ]),
    .target(
      name: "Recording",
      dependencies: [
        "CLibrary", "ContainerCommands", "HarmlessText", "KubernetesObjects", "LogText",
        "PodStatus", "ShutdownModel", "Time",
      ], exclude: ["README.md"]),
    .target(
      name: "ManifestCheck",
      dependencies: [
        "ContainerCommands", "Documents", "GraceAdvice", "HarmlessText", "KubernetesObjects",
        "PodStatus", "ShutdownModel", "Time",
      ]),
    .target(
      name: "CNCurses",
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    .target(name: "Terminal", dependencies: ["CLibrary", "CNCurses", "Views"]),
    .target(
      name: "Sandbox",
      dependencies: [
        "CLibrary", "LastcallPod", "PodStatus", "Processes",
        dashboard("NIOCore", "swift-nio"),
        dashboard("NIOHTTP1", "swift-nio"),
        dashboard("NIOPosix", "swift-nio"),
      ]),
    // Beside the C file stands config/, whose files it carries.
    .target(name: "CShippedFiles"),
    .target(
      name: "Settings",
      dependencies: [
        "CLibrary", "CShippedFiles", "ContainerCommands", "Documents", "LogText", "PodStatus",
        "ShutdownModel", "Time", "Views",
      ]),
    .executableTarget(
      name: "lastcall",
      dependencies: [
        "CLibrary", "ContainerCommands", "HarmlessText", "Inputs", "KubernetesObjects",
        "LastcallPod", "LogText", "ManifestCheck", "OutputLines", "PodStatus", "Processes",
        "Recording", "ReportForms", "RunReports", "Sandbox", "Settings", "ShutdownDiagnosis",
        "ShutdownModel",
        "Terminal", "Time", "Views",
        dashboard("ArgumentParser", "swift-argument-parser"),
        dashboard("Subprocess", "swift-subprocess"),
      ]),
    .testTarget(
      name: "SettingsTests",
      dependencies: [
        "ContainerCommands", "PodStatus", "Recording", "Settings", "ShutdownModel", "Time", "Views",
        "lastcall", dashboard("Subprocess", "swift-subprocess"),
      ],
      exclude: ["Configs"]),
    .testTarget(name: "DocumentsTests", dependencies: ["Documents"]),
    .testTarget(name: "LayeringTests"),
    .testTarget(
      name: "PodStatusTests", dependencies: ["PodStatus"], exclude: ["Answers"]),
    .executableTarget(
      name: "PodProcess", dependencies: ["CLibrary", "LastcallPod"], path: "Tests/PodProcess"),
    .executableTarget(
      name: "ReadmeService", dependencies: ["LastcallPod"], path: "Tests/ReadmeService"),
    .testTarget(
      name: "LastcallPodTests",
      dependencies: [
        "CLibrary", "LastcallInit", "LastcallPod", "PodProcess", "PodStatus", "Processes",
        "ReadmeService", dashboard("Subprocess", "swift-subprocess"),
      ]),
    .executableTarget(
      name: "SandboxProcess", dependencies: ["CLibrary", "Sandbox"], path: "Tests/SandboxProcess"),
    .testTarget(
      name: "SandboxTests",
      dependencies: [
        "CLibrary", "Inputs", "KubernetesObjects", "PodStatus", "Sandbox", "SandboxProcess",
        "ShutdownModel", "Time", dashboard("Subprocess", "swift-subprocess"),
      ]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CLibrary", "DrainForecast", "KubernetesObjects", "LastcallPod", "LogText", "ManifestCheck",
        "PodStatus", "ReportForms", "RunReports", "Settings", "ShutdownDiagnosis", "ShutdownModel",
        "Time", "Views",
      ],
      path: "Tests/Benchmarks",
      // Nothing in it imports Glibc, which would bring the C library's mathematics along.
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .testTarget(
      name: "InputsTests",
      dependencies: [
        "CLibrary", "ContainerCommands", "HarmlessText", "Inputs", "KubernetesObjects", "LogText",
        "PodStatus", "Settings", "ShutdownDiagnosis", "ShutdownModel", "Time",
        dashboard("NIOCore", "swift-nio"),
        dashboard("NIOPosix", "swift-nio"),
        dashboard("Subprocess", "swift-subprocess"),
      ]),
    .testTarget(
      name: "LastcallTests",
      dependencies: [
        "CLibrary", "HarmlessText", "Inputs", "KubernetesObjects", "LastcallPod", "OutputLines",
        "Sandbox", "ShutdownModel", "Time", "Views", "lastcall",
        dashboard("NIOCore", "swift-nio"),
        dashboard("NIOPosix", "swift-nio"),
        dashboard("Subprocess", "swift-subprocess"),
      ],
      exclude: ["Servers/serve.py"]),
    .testTarget(
      name: "ShutdownModelTests",
      dependencies: [
        "ContainerCommands", "DrainForecast", "GraceAdvice", "KubernetesObjects", "LogText",
        "PodStatus", "RunReports", "Settings", "ShutdownDiagnosis", "ShutdownModel", "Time",
      ]),
    // It runs the program.
    .testTarget(
      name: "CaseTests",
      dependencies: ["lastcall", dashboard("Subprocess", "swift-subprocess")],
      exclude: ["Cases", "case-score"]),
    .testTarget(
      name: "RecordingTests",
      dependencies: [
        "CLibrary", "ContainerCommands", "HarmlessText", "Inputs", "KubernetesObjects", "LogText",
        "PodStatus", "Recording", "ShutdownDiagnosis", "ShutdownModel", "Time",
      ]),
    .testTarget(
      name: "ManifestCheckTests",
      dependencies: [
        "ContainerCommands", "KubernetesObjects", "LogText", "ManifestCheck", "PodStatus",
        "Settings", "ShutdownDiagnosis", "ShutdownModel", "Time",
      ]),
    .testTarget(
      name: "LogTextTests",
      dependencies: ["HarmlessText", "LogText", "Settings", "ShutdownModel", "Time"],
      exclude: ["Texts"]),
    .testTarget(
      name: "ViewsTests",
      dependencies: [
        "ContainerCommands", "HarmlessText", "KubernetesObjects", "LogText", "OutputLines",
        "PodStatus", "ReportForms", "RunReports", "Settings", "ShutdownDiagnosis", "ShutdownModel",
        "Time", "Views",
      ],
      exclude: ["Frames", "Reports"]),
    .testTarget(
      name: "TerminalTests", dependencies: ["CLibrary", "Settings", "Terminal", "Views"]),
    .testTarget(
      name: "CaptureTests",
      dependencies: [
        "ContainerCommands", "DrainForecast", "GraceAdvice", "Inputs", "KubernetesObjects",
        "LogText", "PodStatus", "RunReports", "Settings", "ShutdownDiagnosis", "ShutdownModel",
        "Time", "Views",
      ],
      exclude: ["Captures", "slim.py"]),
  ],
  swiftLanguageModes: [.v6]
)

// Warnings are errors in `make check` only: the setting would leak into packages that depend on
// LastcallPod.
let strict: [SwiftSetting] =
  Context.environment["LASTCALL_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

for target in package.targets
where !["CLibYAML", "CNCurses", "CProcess", "CShippedFiles"].contains(target.name) {
  target.swiftSettings =
    strict + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
