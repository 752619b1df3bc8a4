import FoundationEssentials
import ShutdownModel
import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// How kubectl is called: the flags that choose a cluster, passed on as the user gave them.
public struct Kubectl: Equatable, Sendable {
  public var context: String?
  public var kubeconfig: String?
  public var namespace: String?

  /// Makes the flags; nil leaves the choice to kubectl.
  public init(context: String? = nil, kubeconfig: String? = nil, namespace: String? = nil) {
    self.context = context
    self.kubeconfig = kubeconfig
    self.namespace = namespace
  }

  /// The flags for a kubectl command line.
  var flags: [String] {
    (context.map { ["--context=\($0)"] } ?? [])
      + (kubeconfig.map { ["--kubeconfig=\($0)"] } ?? [])
  }

  /// The namespace in force: the user's, else the context's, in a pod its own, else `default`.
  ///
  /// - Throws: ``KubectlError``.
  public func effectiveNamespace() async throws -> String {
    if let namespace { return namespace }
    do {
      let text = try await output(
        of: ["config", "view", "--minify", "-o", "jsonpath={..namespace}"])
      return text.split(separator: " ").first.map(String.init) ?? "default"
    } catch {
      guard flags.isEmpty, let own = InCluster.namespace(ProcessInfo.processInfo.environment) else {
        throw error
      }
      return own
    }
  }

  /// The name of the context in force; nil when the kubeconfig has none.
  public func effectiveContext() async -> String? {
    if let context { return context }
    let name = try? await output(of: ["config", "current-context"])
    return name?.isEmpty == false ? name : nil
  }

  /// Why a failure to start may be: a context that the kubeconfig does not have, or none at all.
  ///
  /// - Returns: the error that says more than `error` does; nil when there is none.
  public func explanation(of error: any Error) async -> KubectlError? {
    switch error {
    case KubectlError.missing, KubectlError.noCluster: return nil
    case is KubectlError, KubernetesError.unreachable: break
    default: return nil
    }
    guard let context else {
      guard case KubernetesError.unreachable = error else { return nil }
      // Without a context kubectl asks localhost:8080, which says nothing to anybody.
      let isChosen = await effectiveContext() != nil
      let isInCluster = InCluster.namespace(ProcessInfo.processInfo.environment) != nil
      return isChosen || isInCluster ? nil : .noCluster
    }
    let text = try? await text(of: ["config", "get-contexts", "-o", "name"], limit: 1 << 18)
    guard let text else { return nil }
    let names = text.split(separator: "\n").prefix(2000).map(String.init)
    if names.contains(context) { return nil }
    return names.isEmpty ? .noCluster : .noContext(context, known: names)
  }

  /// The objects of these names, as kubectl writes them in YAML.
  ///
  /// - Throws: ``KubectlError``.
  public func objects(_ names: [String]) async throws -> String {
    let place = namespace.map { ["--namespace=\($0)"] } ?? []
    return try await text(of: ["get"] + names + ["-o", "yaml"] + place, limit: 8 << 20)
  }

  /// What `kubectl kustomize` makes of a folder.
  ///
  /// - Throws: ``KubectlError``.
  public static func kustomized(_ folder: String) async throws -> String {
    try await Kubectl().text(of: ["kustomize", folder], limit: 8 << 20)
  }

  /// Whether the cluster lets the user ask pods through its proxy; nil when it does not say.
  ///
  /// kubectl makes a SelfSubjectAccessReview, which is a POST: what lastcall itself reads through lets
  /// none pass.
  public func mayProxyPods(in namespace: String) async -> Bool? {
    let asked = try? await run(
      .name("kubectl"),
      arguments: Arguments(
        [
          "auth", "can-i", "get", "pods", "--subresource=proxy", "--namespace=\(namespace)",
          "--request-timeout=5s",
        ] + flags),
      platformOptions: Kubectl.options, input: .none, output: .string(limit: 4096),
      error: .discarded)
    return switch asked?.standardOutput.split(whereSeparator: \.isWhitespace).first {
    case "yes": true
    case "no": false
    default: nil
    }
  }

  /// kubectl in a process group of its own, of which nothing is left behind: not the plugin for
  /// credentials that hangs.
  static var options: PlatformOptions {
    var options = PlatformOptions()
    // A Ctrl-C at the terminal is lastcall's to handle.
    options.processGroupID = 0
    options.teardownSequence = [
      .gracefulShutDown(
        toProcessGroup: true, allowedDurationToNextStep: .milliseconds(400))
    ]
    return options
  }

  private func output(of arguments: [String]) async throws -> String {
    String(try await text(of: arguments, limit: 1 << 16).split(separator: "\n").first ?? "")
  }

  private func text(of arguments: [String], limit: Int) async throws -> String {
    do {
      let result = try await run(
        .name("kubectl"), arguments: Arguments(arguments + flags),
        platformOptions: Kubectl.options, input: .none,
        output: .string(limit: limit), error: .string(limit: 1 << 16))
      guard result.terminationStatus.isSuccess else {
        throw KubectlError(saying: result.standardError)
      }
      return result.standardOutput
    } catch let error as SubprocessError {
      throw error.code == .executableNotFound
        ? KubectlError.missing : KubectlError.failed("\(error)")
    }
  }
}
