/// Records of systemd's journal whose fields stand on a line each: `journalctl -o export` and
/// `-o verbose`.
///
/// Source: systemd, "Journal Export Formats". Fields that are not text are left out.
struct JournalRecords {
  private let isVerbose: Bool
  private var record: [String: String] = [:]
  private var rest: [UInt8] = []

  private static let mostFields = 256
  private static let longestLine = 64 << 10

  /// Nil for a file that begins otherwise.
  init?(beginning: [UInt8]) {
    if beginning.starts(with: "__CURSOR=".utf8) || beginning.starts(with: "__REALTIME_".utf8) {
      isVerbose = false
      return
    }
    // Mon 2026-11-23 04:29:35.123456 UTC [s=…;i=…]
    let line = String(
      decoding: beginning.prefix { $0 != UInt8(ascii: "\n") }.prefix(300), as: UTF8.self)
    guard line.contains(" [s="), line.hasSuffix("]"), line.dropFirst(3).first == " " else {
      return nil
    }
    isVerbose = true
  }

  /// The records that end in the bytes that have come; at the end of all, the last one, too.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) -> [[String: String]] {
    var records: [[String: String]] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        take(rest, &records)
        rest.removeAll(keepingCapacity: true)
      } else if rest.count < Self.longestLine {
        rest.append(byte)
      }
    }
    if isLast {
      take(rest, &records)
      end(&records)
    }
    return records
  }

  private mutating func take(_ bytes: [UInt8], _ records: inout [[String: String]]) {
    let line = String(decoding: bytes, as: UTF8.self)
    guard isVerbose else {
      if line.isEmpty { end(&records) } else { take(field: line[...]) }
      return
    }
    if line.first == " " {
      take(field: line.drop { $0 == " " })
    } else if let time = line.place(of: " [s=") {
      end(&records)
      record["time"] = String(line[..<time])
    }
  }

  private mutating func take(field: Substring) {
    guard let equals = field.firstIndex(of: "="), record.count < Self.mostFields else { return }
    record[String(field[..<equals]).lowercased()] = String(field[field.index(after: equals)...])
  }

  private mutating func end(_ records: inout [[String: String]]) {
    if !record.isEmpty { records.append(record) }
    record = [:]
  }
}

extension String {
  fileprivate func place(of text: String) -> String.Index? {
    indices.first { self[$0...].hasPrefix(text) }
  }
}
