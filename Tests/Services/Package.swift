// swift-tools-version: 6.2
import PackageDescription

// A package that uses the library as a service does, with the traits that it asks for.
let package = Package(
  name: "Services",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(
      name: "lastcall", path: "../..",
      traits: ["Hummingbird", "Logging", "Metrics", "Configuration"]),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "HummingbirdService",
      dependencies: [
        .product(name: "LastcallHummingbird", package: "lastcall"),
        .product(name: "LastcallPod", package: "lastcall"),
        .product(name: "LastcallServiceLifecycle", package: "lastcall"),
        .product(name: "Hummingbird", package: "hummingbird"),
      ],
      path: "HummingbirdService"),
    .executableTarget(
      name: "SecureService",
      dependencies: [
        .product(name: "LastcallHummingbird", package: "lastcall"),
        .product(name: "LastcallPod", package: "lastcall"),
        .product(name: "LastcallServiceLifecycle", package: "lastcall"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdHTTP2", package: "hummingbird"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      path: "SecureService"),
    .executableTarget(
      name: "LifecycleService",
      dependencies: [
        .product(name: "LastcallPod", package: "lastcall"),
        .product(name: "LastcallServiceLifecycle", package: "lastcall"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      path: "LifecycleService"),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "HummingbirdService", "LifecycleService", "SecureService",
        .product(name: "LastcallPod", package: "lastcall"),
        .product(name: "LastcallServiceLifecycle", package: "lastcall"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      path: "ServiceTests"),
  ],
  swiftLanguageModes: [.v6]
)
