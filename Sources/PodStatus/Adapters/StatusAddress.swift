/// Which kind of status is where: `KIND[:PORT][/PATH]`, or `PORT[/PATH]` for lastcall's own.
///
/// `--status` and the annotation `lastcall.dev/status` are of this form; of the annotation's only what
/// a ``StatusAllowList`` has is followed.
public struct StatusAddress: Equatable, Sendable {
  public var kind: StatusKind
  /// Nil: found for each pod.
  public var port: Int?
  /// Begins with `/`; nil: the kind's usual one.
  public var path: String?

  /// Reads an address.
  ///
  /// - Throws: what is wrong and what to write, for the end of a sentence.
  public init(_ text: String) throws(ShutdownStatus.Malformed) {
    let slash = text.firstIndex(of: "/") ?? text.endIndex
    let parts = text[..<slash].split(separator: ":", omittingEmptySubsequences: false)
    let isPort = parts.count == 1 && parts[0].first.map { "0"..."9" ~= $0 } == true
    guard let kind = isPort ? .lastcall : StatusKind(rawValue: String(parts[0])), parts.count <= 2
    else {
      let kinds = StatusKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw .init("use KIND[:PORT][/PATH], where KIND is one of \(kinds)")
    }
    self.kind = kind
    if isPort || parts.count == 2 {
      guard let digits = parts.last, digits.first != "+", let number = Int(digits),
        (1...65_535).contains(number)
      else {
        throw .init("use a port from 1 to 65535")
      }
      port = number
    }
    if slash < text.endIndex { path = try StatusAddress.path(String(text[slash...])) }
  }

  /// Checks the path of a request: one that every server reads alike, and no drain that it begins.
  ///
  /// - Throws: what is wrong and what to write, for the end of a sentence.
  public static func path(_ text: String) throws(ShutdownStatus.Malformed) -> String {
    _ = try StatusPath(text)
    return text
  }
}
