extension LogRecogniser {
  /// All that the patterns of one tier find in a line.
  struct Said {
    private(set) var tier = 0
    private var signs: LogSigns = []
    private var isPartBegun = false

    var isEmpty: Bool { signs.isEmpty }
    /// Beside another sign, that one is of a part; alone, a part begins to stop.
    var isOfPart: Bool { strongest == .part ? isPartBegun : contains(.part) }
    var tellsShutdown: Bool {
      !signs.isDisjoint(with: [.of(.signal), .of(.draining), .of(.waiting), .of(.ended)])
    }
    /// Of several signs the one that says most of the end.
    var strongest: LogSign? { LogRecogniser.precedence.first(where: contains) }

    func contains(_ sign: LogSign) -> Bool { signs.contains(.of(sign)) }

    mutating func insert(_ sign: LogSign, of tier: Int) {
      self.tier = tier
      signs.insert(.of(sign))
    }

    /// What is left of it when one knows who speaks.
    mutating func weigh(_ speaker: LogSpeaker) {
      switch speaker {
      case .process: break
      case .denied:
        signs.formIntersection([
          .of(.timedOut), .of(.forced), .of(.cut), .of(.reloaded), .of(.resumed),
        ])
      case .nobody, .announced, .other: signs.formIntersection([.of(.reloaded), .of(.resumed)])
      case .server:
        if strongest.map({ $0.isBegin || $0 == .finished }) ?? false { signs.insert(.of(.part)) }
        // A server that has stopped is no word of ordinary operation.
        if contains(.finished) { signs.insert(.of(.ended)) }
      case .accessory:
        signs.formIntersection([
          .of(.cut), .of(.timedOut), .of(.forced), .of(.reloaded), .of(.resumed), .of(.started),
        ])
        signs.insert(.of(.part))
      case .part:
        isPartBegun = !signs.isDisjoint(with: [.of(.draining), .of(.waiting)])
        // Of an end, a limit or a loss it is the same who says so.
        signs.formIntersection([
          .of(.finished), .of(.cut), .of(.timedOut), .of(.forced), .of(.reloaded), .of(.resumed),
          .of(.started),
        ])
        signs.insert(.of(.part))
      }
    }
  }

  /// A set of signs.
  struct LogSigns: OptionSet, Sendable {
    let rawValue: UInt16

    static func of(_ sign: LogSign) -> LogSigns {
      let bit =
        switch sign {
        case .signal: 0
        case .draining: 1
        case .waiting: 2
        case .timedOut: 3
        case .finished: 4
        case .cut: 5
        case .ended: 6
        case .forced: 7
        case .part: 8
        case .weak: 9
        case .started: 10
        case .reloaded: 11
        case .resumed: 12
        }
      return LogSigns(rawValue: 1 << UInt16(bit))
    }
  }
}
