import FoundationEssentials
import Testing

@testable import Inputs

/// In a pod there is no kubeconfig.
struct InClusterTests {
  private static let environment = [
    "KUBERNETES_SERVICE_HOST": "10.96.0.1", "KUBERNETES_SERVICE_PORT": "443",
  ]

  private func inFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = "/tmp/lastcall-test-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in files {
      try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }
    try body(folder)
  }

  @Test func `a pod's own namespace is that of its service account`() throws {
    try inFolder(["token": "t", "namespace": "shop\n"]) { folder in
      #expect(InCluster.namespace(Self.environment, folder: folder) == "shop")
      let named = Self.environment.merging(["POD_NAMESPACE": "other"]) { $1 }
      #expect(InCluster.namespace(named, folder: folder) == "other")
    }
    try inFolder(["token": "t"]) { folder in
      #expect(InCluster.namespace(Self.environment, folder: folder) == "default")
    }
  }

  @Test func `without a token or the API server's address it is no pod`() throws {
    try inFolder(["namespace": "shop"]) { folder in
      #expect(InCluster.namespace(Self.environment, folder: folder) == nil)
    }
    try inFolder(["token": "t", "namespace": "shop"]) { folder in
      #expect(InCluster.namespace([:], folder: folder) == nil)
      #expect(InCluster.namespace(["KUBERNETES_SERVICE_HOST": "h"], folder: folder) == nil)
    }
  }
}
