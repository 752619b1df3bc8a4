/// What a field of a form stands for.
enum LogFormField: String, CaseIterable, Sendable {
  case time, stamp, javatime, epoch, uptime, seconds, monthday, yearday
  case level, letter, number, word, text, labels
  case pod, replica, container, namespace
  case frame
  // Names that say what the text is; it says nothing.
  case logger, caller, thread, host, process
  case message, line, pairs

  /// Whether it can say when a line was written.
  var isTime: Bool {
    switch self {
    case .time, .stamp, .javatime, .epoch, .uptime, .seconds, .monthday, .yearday: true
    default: false
    }
  }

  /// Whether it is text that ends where the next piece of the form begins.
  var isOpen: Bool {
    switch self {
    case .word, .text, .logger, .caller, .thread, .host, .process: true
    default: false
    }
  }

  /// Whether blanks can be in it.
  var hasBlanks: Bool { self == .text || self == .thread }

  /// The rest of the line, of which there is one in a form.
  var isRest: Bool { self == .message || self == .line }
}

/// A form that is none, as a half sentence about its text.
public struct LogFormError: Error, Equatable {
  public let problem: String
  /// The field that nobody knows, if that is the problem.
  public var unknownField: String?
}
