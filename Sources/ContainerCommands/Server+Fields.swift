extension Server {
  /// A property, for whatever handles all of them: what reads them and what writes them down.
  package struct Field {
    /// Where it is kept.
    package enum Place {
      case text(WritableKeyPath<Server, String?>)
      case texts(WritableKeyPath<Server, [String]>)
      case number(WritableKeyPath<Server, Int?>)
      case numbers(WritableKeyPath<Server, [Int]>)
      case signals(WritableKeyPath<Server, [String: String]>)
    }

    /// What its texts look like.
    package enum Form: Equatable {
      case any
      /// `SIGTERM`
      case signal
      /// `1.20`
      case version
      case oneOf([String])
    }

    /// Its key in `config/servers.yaml` and in recordings.
    package let name: String
    package let place: Place
    package let form: Form

    fileprivate init(_ name: String, _ place: Place, _ form: Form = .any) {
      self.name = name
      self.place = place
      self.form = form
    }
  }

  /// All of them: what is missing here can be set by nobody.
  package static var fields: [Field] {
    [
      Field("images", .texts(\.images)),
      Field("tag", .text(\.tag)),
      Field("image-words", .texts(\.imageWords)),
      Field("containers", .texts(\.containers)),
      Field("programs", .texts(\.programs)),
      Field("ports", .numbers(\.ports)),
      Field("kind", .texts(\.kindNames), .oneOf(Kind.allCases.map(\.rawValue))),
      Field("stop-signal", .text(\.stopSignal), .signal),
      Field("stop-signal-since", .texts(\.stopSignalSince), .version),
      Field("on-sigterm", .text(\.endName), .oneOf(End.allCases.map(\.rawValue))),
      Field("drains-on", .text(\.drainsOn), .signal),
      Field("why", .text(\.why)),
      Field("advice", .text(\.advice)),
      Field("signal-commands", .signals(\.signalCommands)),
      Field("exec-scripts", .texts(\.execScripts)),
      Field("limit-options", .texts(\.limitOptions)),
      Field("limit-default", .number(\.limitDefault)),
      Field("limit-variables", .texts(\.limitVariables)),
      Field("limit-properties", .texts(\.limitProperties)),
      Field("limit-settings", .texts(\.limitSettings)),
      Field("limit-milliseconds", .texts(\.limitMilliseconds)),
      Field("limit-default-with", .texts(\.limitDefaultWith)),
      Field("delay-settings", .texts(\.delaySettings)),
      Field("option-variables", .texts(\.optionVariables)),
      Field("config-options", .texts(\.configOptions)),
      Field("child-limit", .text(\.childLimit)),
      Field("child-limit-settings", .texts(\.childLimitSettings)),
      Field("runner-words", .texts(\.runnerWords)),
      Field("holds-off", .texts(\.holdsOff), .signal),
      Field("injected-by", .texts(\.injectedBy)),
      Field("injected-stays", .number(\.injectedStays)),
      Field("injected-stay-settings", .texts(\.injectedStaySettings)),
      Field("injected-waits", .texts(\.injectedWaits)),
    ]
  }

  private var kindNames: [String] {
    get { kinds.map(\.rawValue) }
    set { kinds = newValue.compactMap(Kind.init(rawValue:)) }
  }

  private var endName: String? {
    get { onSigterm?.rawValue }
    set { onSigterm = newValue.flatMap(End.init(rawValue:)) }
  }
}
