import HarmlessText
import PodStatus
import ShutdownModel

/// One line of a recording.
enum Record: Equatable {
  case header(RecordingHeader)
  case event(Event)
  /// A line of a kind that this version does not know, kept as it is.
  case unknown(kind: String, JSON)
}

extension Record {
  var isHeader: Bool { if case .header = self { true } else { false } }

  /// Reads a line without its end.
  init(line: some Sequence<UInt8>) throws(RecordError) {
    let json: JSON
    do {
      json = try JSON(parsing: line)
    } catch {
      throw RecordError("not JSON: \(error.problem)")
    }
    let fields = try Fields(json, "the line")
    if json[RecordingHeader.mark.key] == RecordingHeader.mark.value {
      do {
        self = .header(try RecordingHeader(fields))
      } catch {
        guard let format = json["format"].int, format > RecordingHeader.format else { throw error }
        throw RecordError("\(RecordingHeader.newer(format)): \(error.problem); no header is read")
      }
      return
    }
    let kind = try fields.string("kind")
    if let observation = try Observation(kind: kind, fields) {
      self = .event(Event(time: try fields.instant("time"), observation))
    } else {
      self = .unknown(kind: kind.harmless(limit: 60), json)
    }
  }

  /// The line, without its end.
  var line: String { json.text }

  /// The line as a value.
  var json: JSON {
    switch self {
    case .header(let header): header.json
    case .unknown(_, let json): json
    case .event(let event):
      {
        var (kind, json) = event.observation.recorded
        json["time"] = JSON(event.time)
        json["kind"] = .string(kind)
        return json
      }()
    }
  }
}
