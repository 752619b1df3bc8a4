import CLibrary

/// Finding and reading the user's configuration file.
enum ConfigFile {
  /// The file that is read when `--config` is not given; nil when no directory is known.
  ///
  /// The XDG base directory specification has a relative `XDG_CONFIG_HOME` ignored.
  static func defaultPath(environment: [String: String]) -> String? {
    if let directory = environment["XDG_CONFIG_HOME"], directory.hasPrefix("/") {
      return "\(directory)/lastcall/config.yaml"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/.config/lastcall/config.yaml"
  }

  /// Reads a file; nil when `isOptional` and there is none.
  static func node(path: String, isOptional: Bool) throws(ConfigError) -> ConfigNode? {
    let place = path.utf8.allSatisfy { 0x20...0x7E ~= $0 } ? path : path.quotedForMessage
    let bytes: [UInt8]
    switch contents(of: path) {
    case .success(let found): bytes = found
    case .failure(let failure) where isOptional && failure.code == ENOENT: return nil
    case .failure(let failure):
      throw ConfigError(
        place: place,
        problem: "the configuration cannot be read: \(String(cString: strerror(failure.code))); "
          + "check the path and its permissions")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigError(place: place, problem: "the file is not UTF-8 text; save it as UTF-8")
    }
    return try ConfigNode(yaml: text) { .file(place, line: $0) }
  }

  private struct Failure: Error {
    var code: Int32
  }

  /// The file's bytes, or somewhat more than a configuration may have.
  private static func contents(of path: String) -> Result<[UInt8], Failure> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(Failure(code: errno)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= ConfigNode.longestFile {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return .failure(Failure(code: errno)) }
      guard count > 0 else { break }
      bytes += chunk.prefix(count)
    }
    return .success(bytes)
  }
}
