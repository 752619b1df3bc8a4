import Inputs
import PodStatus
import ShutdownModel

/// One probe of a server, told.
struct ProbeRun {
  let url: AttachURL
  /// Only the URL's own path is asked.
  let isExact: Bool
  let output: OutputFormat

  /// Asks and tells; the exit code.
  func run(_ mapping: StatusMapping) async -> Int32 {
    let readings: [StatusProbe.Reading]
    do {
      readings = try await StatusProbe(
        url, isExact: isExact, mapping: mapping, clock: LocalClock()
      ).run()
    } catch {
      complain("\(url.authority): \(error)")
      return 1
    }
    let best = readings.best
    let document =
      switch output {
      case .text, .plain: text(readings, best)
      case .json: json(readings, best)
      }
    return writeToStandardOutput(document) && best != nil ? 0 : 1
  }

  private func text(_ readings: [StatusProbe.Reading], _ best: StatusProbe.Reading?) -> String {
    var lines: [String] = []
    var path: String?
    for reading in readings where reading.isFound || isExact {
      if reading.path != path { lines.append(reading.path) }
      path = reading.path
      let kind = reading.kind.rawValue
      let said =
        switch reading.result {
        case .success(let status): status.words
        case .failure(let error): "no: \(error.reason)"
        }
      lines.append("  \(kind)\(String(repeating: " ", count: 12 - kind.count))\(said)")
    }
    var missing = readings.filter { !$0.isFound && !isExact }.map(\.path)
    missing = missing.enumerated().filter { !missing[..<$0.offset].contains($0.element) }
      .map(\.element)
    if !missing.isEmpty { lines += ["path not found"] + missing.map { "  \($0)" } }
    lines.append("")
    if let best {
      let address = address(of: best)
      lines.append("best match: \(best.kind), \(best.status?.words ?? "")")
      lines.append("  \(invokedName) attach \(url.authority) --status \(address)")
      // Of a pod's own words no other path is followed.
      if best.kind.paths.contains(best.path) {
        lines.append("  annotation  lastcall.dev/status: \(address)")
      }
    } else {
      lines.append("no known kind of status matches; the README lists the kinds and their paths")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func json(_ readings: [StatusProbe.Reading], _ best: StatusProbe.Reading?) -> String {
    readings.map { reading in
      var json: JSON = [
        "kind": .string(reading.kind.rawValue), "path": .string(reading.path),
        "best": .bool(reading == best), "address": .string(address(of: reading)),
      ]
      switch reading.result {
      case .success(let status): json["status"] = status.members
      case .failure(let error): json["reason"] = .string(error.reason)
      }
      return json.text + "\n"
    }.joined()
  }

  private func address(of reading: StatusProbe.Reading) -> String {
    let usual = reading.kind.paths[0]
    return "\(reading.kind.rawValue):\(url.port)\(reading.path == usual ? "" : reading.path)"
  }
}

extension ShutdownStatus {
  /// What it says and what it does not, in a few words.
  fileprivate var words: String {
    let phase = phase?.rawValue ?? "no phase"
    return "\(phase), \(inFlight.map { "\($0) in flight" } ?? "no count")"
  }
}
