import PodStatus

/// The columns of a table in text: CSV, or values between tabs or semicolons.
public struct LogTable: Equatable, Sendable {
  private let separator: UInt8
  private let names: [String]
  /// What stands behind the name of a column of times, such as `[Local Time]`: their zone.
  private let zones: [String?]

  private static let mostColumns = 256

  /// Reads the first line of a file, nil when it does not name columns of a log.
  public init?(header bytes: UnsafeBufferPointer<UInt8>, _ members: LogMembers) {
    var bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      bytes = UnsafeBufferPointer(rebasing: bytes.dropFirst(3))
    }
    guard bytes.count < 16_384 else { return nil }
    for separator in ",\t;|".utf8 where bytes.contains(separator) {
      let columns = Self.cells(bytes, separator).map { Self.column($0, members) }
      let roles = columns.map { members.role(of: $0.name)?.role }
      guard columns.count > 1, roles.contains(.message), roles.contains(.time) else { continue }
      self.separator = separator
      names = columns.map(\.name)
      zones = zip(columns, roles).map { $1 == .time ? $0.zone : nil }
      return
    }
    return nil
  }

  /// A row as the members of an object.
  func members(_ row: UnsafeBufferPointer<UInt8>) -> [String: JSON] {
    var members: [String: JSON] = [:]
    for (index, cell) in Self.cells(row, separator).prefix(names.count).enumerated()
    where !cell.isEmpty {
      members[names[index]] = .string(zones[index].map { "\(cell) \($0)" } ?? cell)
    }
    return members
  }

  /// The name of a column in small letters, without the zone behind it and the type that Log Analytics puts
  /// behind names: `TimeGenerated [UTC]`, `Log_s`.
  private static func column(_ cell: String, _ members: LogMembers) -> (name: String, zone: String?)
  {
    var name = cell.lowercased()
    var zone: String?
    for (open, close) in [(" [", "]"), (" (", ")")] where cell.hasSuffix(close) {
      guard let start = cell.firstRange(of: open) else { continue }
      name = cell[..<start.lowerBound].lowercased()
      zone = String(cell[start.upperBound...].dropLast())
    }
    if members.role(of: name) == nil, let mark = name.lastIndex(of: "_"),
      name.distance(from: mark, to: name.endIndex) == 2
    {
      let bare = String(name[..<mark])
      if members.role(of: bare) != nil { name = bare }
    }
    return (name, zone)
  }

  private static func cells(_ row: UnsafeBufferPointer<UInt8>, _ separator: UInt8) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var index = 0
    let end = row.last == UInt8(ascii: "\r") ? row.count - 1 : row.count
    let quote = UInt8(ascii: "\"")
    while cells.count < mostColumns {
      cell.removeAll(keepingCapacity: true)
      while index < end, row[index] == 0x20 { index += 1 }
      if index < end, row[index] == quote {
        index += 1
        while index < end {
          if row[index] == quote {
            guard index + 1 < end, row[index + 1] == quote else { break }
            index += 1
          }
          cell.append(row[index])
          index += 1
        }
        index += 1
      }
      while index < end, row[index] != separator {
        cell.append(row[index])
        index += 1
      }
      cells.append(String(decoding: cell, as: UTF8.self))
      guard index < end else { break }
      index += 1
    }
    return cells
  }
}
