/// The names of settings that delay or limit a shutdown, all of them looked for in one pass over a text.
struct SettingNames: Equatable, Sendable {
  /// What a number behind a name says.
  enum Meaning: Equatable, Sendable {
    case limit
    /// A plain number is one of milliseconds.
    case milliseconds
    case delay
    /// A limit, looked for in the values of variables alone: an argument that has it is read by itself.
    case property
  }

  /// A setting with its value.
  struct Found: Equatable {
    var seconds: Int
    /// `graceTimeOut: 30`.
    var shown: String
    var meaning: Meaning
  }

  private struct Name: Equatable, Sendable {
    var shown: String
    var bytes: [UInt8]
    var meaning: Meaning
  }

  private var names: [Name] = []
  /// By the first byte, which of the names begin with it.
  private var byFirst: [[Int]] = Array(repeating: [], count: 256)

  mutating func add(_ settings: [String], _ meaning: Meaning) {
    for setting in settings {
      let bytes = LoweredText(setting).bytes
      guard let first = bytes.first else { continue }
      byFirst[Int(first)].append(names.count)
      names.append(Name(shown: setting, bytes: bytes, meaning: meaning))
    }
  }

  /// The first value of each setting.
  func values(in text: LoweredText) -> [Found] {
    var found: [Int: Found] = [:]
    for place in text.bytes.indices {
      let candidates = byFirst[Int(text.bytes[place])]
      guard !candidates.isEmpty, text.beginsName(at: place) else { continue }
      for index in candidates where found[index] == nil {
        let name = names[index]
        let end = place + name.bytes.count
        guard end < text.bytes.count, text.bytes[place..<end].elementsEqual(name.bytes),
          let (seconds, word) = text.duration(from: end)
        else { continue }
        found[index] = Found(
          // A number is meant so; `60s` is what it says.
          seconds: name.meaning == .milliseconds && word.last?.isNumber == true
            ? seconds / 1000 : seconds,
          shown: "\(name.shown): \(word)", meaning: name.meaning)
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }
}
