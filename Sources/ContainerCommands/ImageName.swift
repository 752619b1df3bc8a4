/// The name of an image, taken apart.
package struct ImageName: Equatable, Sendable {
  /// As it is written.
  package var text: String
  /// Without registry, tag and digest: `library/nginx` and `nginx` are both `nginx`.
  package var repository: String
  /// Empty when there is none.
  package var tag: String

  package init(_ text: String) {
    self.text = text
    var rest = text.prefix { $0 != "@" }
    tag = ""
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
      tag = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    var parts = rest.split(separator: "/").map(String.init)
    // What mirrors Docker Hub keeps its names, with or without `library` before the official ones.
    if let library = parts.lastIndex(of: "library"), library == parts.count - 2 {
      parts.removeFirst(library + 1)
    }
    while parts.count > 1, Self.mirrors.contains(parts[0]) { parts.removeFirst() }
    repository = parts.joined(separator: "/")
  }

  /// Registries that are Docker Hub or mirror it.
  private static let mirrors: Set = [
    "docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com",
    "public.ecr.aws", "mirror.gcr.io",
  ]

  /// Whether it is the image `owner/name`, whichever registry holds it, or the official `name`; a star
  /// at the end stands for the rest.
  package func isNamed(_ name: String) -> Bool {
    guard name.hasSuffix("*") else {
      return repository == name || (name.contains("/") && repository.hasSuffix("/" + name))
    }
    let beginning = String(name.dropLast())
    return repository.hasPrefix(beginning)
      || (name.contains("/") && repository.contains("/" + beginning))
  }

  /// The last part of the repository.
  package var base: String { repository.split(separator: "/").last.map(String.init) ?? "" }

  /// Whether it has neither a shell nor `sleep`, as its name says.
  package var isBare: Bool {
    let words = [repository, tag].joined(separator: ":").lowercased()
    if words.contains("distroless") {
      // The debug variants carry busybox.
      return !tag.contains("debug")
    }
    if repository.hasPrefix("cgr.dev/") { return !tag.contains("dev") }
    return tag == "scratch" || tag.hasSuffix("-scratch") || Self.bare.contains(where: isNamed)
  }

  /// Images that hold little more than one program.
  private static let bare = [
    "registry.k8s.io/pause", "k8s.gcr.io/pause", "hashicorp/http-echo", "traefik/whoami",
    "coredns/coredns", "registry.k8s.io/coredns/coredns", "metrics-server/metrics-server",
    "kube-state-metrics/kube-state-metrics", "external-dns/external-dns",
    "jetstack/cert-manager-controller", "jetstack/cert-manager-webhook",
    "jetstack/cert-manager-cainjector", "otel/opentelemetry-collector",
    "otel/opentelemetry-collector-contrib", "linkerd/proxy", "hello-world",
  ]

  /// Whether it has a shell that is not bash, and no bash.
  package var hasNoBash: Bool {
    let words = "\(repository):\(tag)".lowercased()
    guard !words.contains("bash") else { return false }
    if ["alpine", "busybox"].contains(repository) { return true }
    return words.contains("alpine")
      && ["nginx", "nginxinc/nginx-unprivileged", "node", "python", "redis", "golang"]
        .contains(where: isNamed)
  }

  /// What its `sh` is, as far as the name tells.
  package var shell: Shell {
    let words = "\(repository):\(tag)".lowercased()
    if ["alpine", "busybox"].contains(where: words.contains) { return .ash }
    if ["ubi", "centos", "fedora", "rockylinux", "almalinux", "amazonlinux", "bash"]
      .contains(where: base.lowercased().hasPrefix)
    {
      return .bash
    }
    return .unknown
  }

  package enum Shell: Sendable { case ash, bash, unknown }

  /// The version its tag begins with, `1.19.5` as [1, 19, 5]; nil when it begins with none.
  package var version: [Int]? {
    let numbers = tag.drop { $0 == "v" }.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      .split(separator: ".").map { Int($0) ?? 0 }
    return numbers.isEmpty ? nil : numbers
  }
}
