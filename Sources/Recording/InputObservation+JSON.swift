import PodStatus
import ShutdownModel

extension InputObservation {
  var json: JSON {
    var json: JSON = ["input": .string(input.word)]
    switch input {
    case .watch(let kind): json["resource"] = .string(kind.rawValue)
    case .logs(let name): json["name"] = .string(name)
    case .proxy, .status, .attach, .recording, .onAlert: break
    }
    switch change {
    case .connected: json["change"] = "connected"
    case .lost(let reason):
      json["change"] = "lost"
      json["reason"] = .string(reason)
    case .degraded(let reason):
      json["change"] = "degraded"
      json["reason"] = .string(reason)
    case .restored(let line):
      json["change"] = "restored"
      json["reason"] = .string(line)
    case .following(let followed, let notFollowed):
      json["change"] = "following"
      json["followed"] = .integer(followed)
      json["notFollowed"] = .integer(notFollowed)
    case .discarded(let reason):
      json["change"] = "discarded"
      json["reason"] = .string(reason)
    }
    return json
  }

  init(_ fields: Fields) throws(RecordError) {
    let input: InputID =
      switch try fields.string("input") {
      case "proxy": .proxy
      case "watch": .watch(try fields.word("resource", ResourceKind.self))
      case "status": .status
      case "logs": .logs(try fields.optionalString("name") ?? "")
      case "attach": .attach
      case "recording": .recording
      case "onAlert": .onAlert
      default: throw RecordError("input is none that lastcall has")
      }
    let change: Change =
      switch try fields.string("change") {
      case "connected": .connected
      case "lost": .lost(try fields.string("reason"))
      case "degraded": .degraded(try fields.string("reason"))
      case "restored": .restored(try fields.string("reason"))
      case "following":
        .following(try fields.int("followed"), notFollowed: try fields.int("notFollowed"))
      case "discarded": .discarded(try fields.string("reason"))
      default: throw RecordError("change is none that an input can have")
      }
    self.init(input, change)
  }
}

extension InputID {
  fileprivate var word: String {
    switch self {
    case .proxy: "proxy"
    case .watch: "watch"
    case .status: "status"
    case .logs: "logs"
    case .attach: "attach"
    case .recording: "recording"
    case .onAlert: "onAlert"
    }
  }
}
