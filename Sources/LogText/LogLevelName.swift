/// What levels are called.
enum LogLevelName {
  private static let names: Set<String> = [
    "trace", "trc", "trac", "debug", "dbg", "dbug", "debu", "info", "inf", "information",
    "informational", "notice", "ntc", "note", "warn", "wrn", "warning", "error", "err", "eror",
    "erro",
    "fail", "fatal", "ftl", "fata", "critical", "crit", "crt", "alert", "emerg", "emergency",
    "panic",
    "pnc", "pani", "severe", "fine", "finer", "finest", "config", "log", "dpanic", "verbose", "vrb",
    "system", "hint", "detail", "statement",
  ]
  /// In small letters or with a capital these are words of sentences, too.
  private static let words: Set<String> = [
    "error", "err", "fail", "fatal", "alert", "panic", "fine", "config", "log", "note", "notice",
    "critical", "emergency", "system", "hint", "detail", "statement", "trace", "debug", "warning",
    "information",
  ]
  private static let longest = 13
  /// By their lengths: a word is asked for in each line.
  private static let namesByLength = (0...longest).map { length in
    names.filter { $0.utf8.count == length }.map { Array($0.utf8) }
  }

  static func isLevel(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    word.count <= longest
      && namesByLength[word.count].contains { name in
        zip(word, name).allSatisfy { $0.inLowerCase == $1 }
      }
  }

  /// Whether a blank behind it is enough to tell it from a word of a sentence.
  static func isPlain(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    if word.allSatisfy({ 0x41...0x5A ~= $0 }) { return true }
    return !words.contains(String(decoding: word.lazy.map(\.inLowerCase), as: UTF8.self))
  }
}
