/// The zone behind a time.
extension LineCursor {
  enum Zone: Equatable {
    case offset(Int)
    /// `Europe/Berlin`: how far from UTC it is depends on the date.
    case region(String)
    /// What stands there does not say how far from UTC it is.
    case unknown
  }

  /// `Z`, `+01:00`, ` +0100`, ` UTC`, ` CET`, ` Europe/Berlin`, `[Europe/Berlin]`; an offset of 0 where no
  /// zone stands, and `unknown` where one does that nobody can know.
  mutating func zone() -> Zone {
    let zone =
      attempt { $0.numericZone() } ?? attempt { $0.enclosedZone() } ?? attempt { $0.namedZone() }
    guard let zone else { return .offset(0) }
    // The same once more: `+0100 CET`, `+01:00[Europe/Berlin]`, `GMT+0100 (Central European Time)`.
    if attempt({ $0.enclosedZone() }) == nil { _ = attempt { $0.namedZone() } }
    return zone
  }

  private mutating func numericZone() -> Zone? {
    if take("Z") || take("z") { return ByteSet.word.contains(next) ? nil : .offset(0) }
    let isApart = take(" ")
    return signedOffset(isApart: isApart, isNamed: false)
  }

  /// An offset such as `+01:00`, `+0100` or `-05`, behind a name also `+2`.
  ///
  /// What stands right behind the time, or has a colon, and is none is unknown.
  private mutating func signedOffset(isApart: Bool, isNamed: Bool) -> Zone? {
    let isWest = next == UInt8(ascii: "-") || next == 0xE2
    guard take("+", or: "-") || take("\u{2212}"), ByteSet.digits.contains(next) else { return nil }
    var other: Zone? = isApart && !isNamed ? nil : .unknown
    let start = position
    let count = takeAll(of: .digits, atMost: 5)
    guard let number = Int(text(start..<position)) else { return other }
    var (hours, minutes) = count > 2 ? (number / 100, number % 100) : (number, 0)
    if count <= 2, ByteSet.digits.contains(peek(1)), take(":") {
      other = .unknown
      guard let below = self.number(digits: 2) else { return other }
      (hours, minutes) = (number, below)
    }
    guard count == 2 || count == 4 || isNamed && count == 1, hours <= 14, minutes < 60,
      !ByteSet.word.contains(next), next != UInt8(ascii: "."), next != UInt8(ascii: "-"),
      next != UInt8(ascii: ":") || !ByteSet.digits.contains(peek(1))
    else { return other }
    return .offset((hours * 60 + minutes) * (isWest ? -60 : 60))
  }

  /// `[Europe/Berlin]`, ` (UTC)`, ` (Central European Standard Time)`.
  private mutating func enclosedZone() -> Zone? {
    _ = take(" ")
    let isRound = next == UInt8(ascii: "(")
    guard take("[", or: "("), next != 0x20,
      let zone = attempt({ $0.namedZone() })
        ?? attempt({ $0.signedOffset(isApart: true, isNamed: false) }),
      isRound ? take(")") : take("]")
    else { return nil }
    return zone
  }

  private mutating func namedZone() -> Zone? {
    _ = take(" ")
    guard Self.letters.contains(next) else { return nil }
    return attempt { $0.abbreviatedZone() } ?? attempt { $0.region() }
      ?? attempt { $0.spelledZone() } ?? attempt { $0.country() }
  }

  /// `UTC`, `GMT+2`, `CET`.
  private mutating func abbreviatedZone() -> Zone? {
    let start = position
    guard (1...5).contains(takeAll(of: Self.capitals, atMost: 6)),
      ZoneNames.lastLetters.contains(bytes[position - 1])
    else { return nil }
    let name = text(start..<position)
    if ZoneNames.universal.contains(name) {
      if let offset = attempt({ $0.signedOffset(isApart: false, isNamed: true) }) { return offset }
      return ByteSet.word.contains(next) || next == UInt8(ascii: "/") ? nil : .offset(0)
    }
    let hours = ZoneNames.hours[name]
    guard hours != nil || ZoneNames.ambiguous.contains(name) else { return nil }
    // `EST5EDT`, `CET-1CEST`: rules, and no offset.
    let isSigned = next == UInt8(ascii: "+") || next == UInt8(ascii: "-")
    if ByteSet.digits.contains(next) || isSigned && ByteSet.digits.contains(peek(1)) {
      takeAll(of: ByteSet.word.union(ByteSet(0x2B...0x2F)), atMost: 32)
      return .unknown
    }
    guard !ByteSet.word.contains(next), next != UInt8(ascii: "/") else { return nil }
    return hours.map { .offset(Int($0 * 3600)) } ?? .unknown
  }

  /// `Europe/Berlin`, `America/Argentina/Buenos_Aires`, `Etc/GMT-2`.
  private mutating func region() -> Zone? {
    let start = position
    takeAll(of: Self.letters, atMost: 16)
    guard next == UInt8(ascii: "/"), ZoneNames.areas.contains(text(start..<position)), take("/"),
      Self.capitals.contains(next),
      (2...40).contains(takeAll(of: .word.union(ByteSet(0x2B...0x2F)), atMost: 41))
    else { return nil }
    // A full stop or a dash behind it is none of it.
    while !ByteSet.word.contains(bytes[position - 1]) { move(to: position - 1) }
    return .region(text(start..<position))
  }

  /// `W. Europe Standard Time`, `Coordinated Universal Time`, `Local Time`.
  private mutating func spelledZone() -> Zone? {
    guard Self.capitals.contains(next), !Self.capitals.contains(peek(1)), peek(1) != 0x20 else {
      return nil
    }
    let start = position
    var words: [String] = []
    while words.count < 6 {
      let begin = position
      guard Self.capitals.contains(next),
        takeAll(of: Self.lettersAndPoint, atMost: 24) > 1
      else { return nil }
      words.append(text(begin..<position))
      if words.last == "Time" { break }
      guard take(" ") else { return nil }
    }
    guard words.last == "Time", let kind = words.dropLast().last, ZoneNames.kinds.contains(kind)
    else { return nil }
    let name = text(start..<position)
    let isUniversal = name == "Coordinated Universal Time" || name == "Greenwich Mean Time"
    return isUniversal ? .offset(0) : .unknown
  }

  /// `Japan]`: a zone by the name of a country, only where nothing else can stand.
  private mutating func country() -> Zone? {
    let start = position
    takeAll(of: Self.lettersAndHyphen, atMost: 16)
    guard next == UInt8(ascii: "]") || isAtEnd else { return nil }
    let name = text(start..<position)
    if ["Zulu", "Universal", "Greenwich"].contains(name) { return .offset(0) }
    return ZoneNames.countries.contains(name) ? .unknown : nil
  }

  private static let capitals = ByteSet(0x41...0x5A)
  private static let lettersAndPoint = letters.union(ByteSet(0x2E))
  private static let lettersAndHyphen = letters.union(ByteSet(0x2D))
}

/// What zones are called.
private enum ZoneNames {
  static let universal: Set<String> = ["UTC", "GMT", "UCT", "UT", "Z"]
  /// Of all abbreviations; most levels end in others.
  static let lastLetters = universal.union(hours.keys).union(ambiguous).compactMap(\.utf8.last)
    .reduce(into: ByteSet()) { $0.insert($1) }
  /// Hours east of UTC of the abbreviations that the whole world uses for one offset.
  ///
  /// Source: RFC 2822, 4.3, and the tz database; what it has twice is `ambiguous`.
  static let hours: [String: Double] = [
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9,
    "AKDT": -8, "HST": -10, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "SAST": 2, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AWST": 8,
    "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
  ]
  /// Those that mean several zones, have changed, or are hardly used; no word that a message could
  /// begin with in capitals, as `GET` and `SET` are.
  static let ambiguous: Set<String> = [
    "ADT", "AFT", "ALMT", "AMST", "AMT", "ANAT", "AQTT", "ART", "AST", "AZOST", "AZOT", "AZST",
    "AZT",
    "BDT", "BNT", "BOT", "BRST", "BRT", "BST", "BTT", "CAST", "CAT", "CCT", "CHAST", "CHADT",
    "CHOT",
    "CHST", "CIST", "CKT", "CLST", "CLT", "COT", "CST", "CVT", "CXT", "DAVT", "DDUT", "EASST",
    "EAT",
    "ECT", "EGST", "EGT", "FET", "FJT", "FKST", "FKT", "FNT", "GALT", "GAMT", "GFT", "GILT", "GST",
    "GYT", "HADT", "HAST", "HDT", "HOVT", "ICT", "IDT", "IRDT", "IRKT", "IRST", "IST", "KGT",
    "KOST",
    "KRAT", "KUYT", "LHDT", "LHST", "LINT", "LMT", "MAGT", "MART", "MAWT", "MEST", "MET", "MHT",
    "MMT", "MSD", "MUT", "MVT", "MYT", "NCT", "NDT", "NFT", "NOVT", "NPT", "NRT", "NST", "NUT",
    "OMST", "ORAT", "PET", "PETT", "PGT", "PHOT", "PHST", "PHT", "PKT", "PMDT", "PMST", "PONT",
    "PWT",
    "PYST", "PYT", "QYZT", "RET", "ROTT", "SAKT", "SAMT", "SBT", "SCT", "SRET", "SRT", "SST",
    "SYOT",
    "TAHT", "TFT", "TJT", "TKT", "TLT", "TMT", "TOT", "TRT", "TVT", "ULAT", "UYST", "UYT", "UZT",
    "VET", "VLAT", "VOLT", "VOST", "VUT", "WAKT", "WAST", "WAT", "WFT", "WIB", "WIT", "WITA",
    "YAKT",
    "YEKT",
  ]
  static let areas: Set<String> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil",
    "Canada",
    "Chile", "Etc", "Europe", "Indian", "Mexico", "Pacific", "US",
  ]
  static let kinds: Set<String> = [
    "Standard", "Daylight", "Summer", "Universal", "Mean", "Local", "European", "Eastern",
    "Central",
    "Mountain", "Pacific", "Atlantic", "Winter",
  ]
  static let countries: Set<String> = [
    "Cuba", "Egypt", "Eire", "GB", "GB-Eire", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica",
    "Japan", "Kwajalein", "Libya", "Local", "NZ", "NZ-CHAT", "Navajo", "PRC", "Poland", "Portugal",
    "ROC", "ROK", "Singapore", "Turkey", "W-SU",
  ]
}
