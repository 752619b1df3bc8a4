import HarmlessText
import PodStatus
import ShutdownModel

extension ManifestReport {
  /// A SARIF 2.1.0 log, as code scanning services read it.
  ///
  /// Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
  public func sarif(version: String) -> String {
    let rules = Rules.texts.map { rule -> JSON in
      [
        "id": .string(rule.id), "shortDescription": ["text": .string(rule.title)],
        "fullDescription": ["text": .string(rule.sentence)],
        "help": ["text": .string("\(rule.sentence) Read more: \(rule.source)")],
        "helpUri": .string(rule.source),
        "defaultConfiguration": ["level": .string(Self.level(of: rule.usual))],
      ]
    }
    let results =
      findings.map { Self.result($0, ignoredFor: nil) }
      + ignored.map { Self.result($0.finding, ignoredFor: $0.reason) }
    let notifications = problems.map { problem -> JSON in
      ["level": "error", "message": ["text": .string(problem)]]
    }
    let unchecked = unchecked.map { manifest -> JSON in
      let name = Self.uncheckedName(manifest)
      return [
        "level": "note",
        "message": ["text": Self.text("not checked, though it holds a pod template: \(name)")],
      ]
    }
    let log: JSON = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "lastcall", "version": .string(version), "rules": .array(rules),
            ]
          ],
          "invocations": [
            [
              "executionSuccessful": .bool(problems.isEmpty),
              "toolExecutionNotifications": .array(notifications + unchecked),
            ]
          ],
          "results": .array(results),
        ]
      ],
    ]
    return log.text + "\n"
  }

  private static func result(_ finding: Finding, ignoredFor reason: String?) -> JSON {
    var result: JSON = [
      "ruleId": .string(finding.rule),
      "ruleIndex": .integer(Rules.texts.firstIndex { $0.id == finding.rule } ?? 0),
      "level": .string(level(of: finding.severity)),
      "message": [
        "text": .string(
          "\(finding.object): \(finding.sentence)".harmless(limit: 800) + ".\nTo mend it: "
            + lines(finding.advice))
      ],
      "locations": [location(finding.place, finding.object)],
      "relatedLocations": .array(
        finding.evidence.map { evidence in
          var place = location(evidence.place, nil)
          place["message"] = ["text": text(evidence.text)]
          return place
        }),
      "partialFingerprints": [
        "lastcall/v1": text(
          "\(finding.rule) \(finding.place.file) \(finding.namespace)/\(finding.object) "
            + "\(finding.container ?? "") \(finding.place.path)")
      ],
    ]
    if let reason {
      result["suppressions"] = [["kind": "inSource", "justification": text(reason)]]
    }
    return result
  }

  private static func level(of severity: Finding.Severity) -> String {
    switch severity {
    case .notice: "note"
    case .warning: "warning"
    case .critical: "error"
    }
  }

  private static func location(_ place: Place, _ object: String?) -> JSON {
    var location: JSON = [
      "physicalLocation": [
        "artifactLocation": ["uri": .string(uri(place.file))],
        "region": ["startLine": .integer(max(place.line, 1))],
      ]
    ]
    if object != nil || !place.path.isEmpty {
      let name = [object, place.path].compactMap { $0 }.filter { !$0.isEmpty }
      location["logicalLocations"] = [["fullyQualifiedName": text(name.joined(separator: "."))]]
    }
    return location
  }

  /// A file's name as a reference; everything but plain characters is percent-encoded.
  private static func uri(_ file: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var uri = file.hasPrefix("/") ? "file://" : ""
    for byte in file.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        uri += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return uri
  }
}
