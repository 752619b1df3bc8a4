import FoundationEssentials

/// A line of `-o json`, read by another parser than the one that wrote it.
struct OutputLine: Decodable {
  var time: String
  var event: String
  var to: String?
  var condition: String?
  var value: Bool?
  var verdict: String?
  var assumed: Bool?
  var result: String?
  var verdicts: [String: Int]?
  var reason: String?
  var message: String?
  var level: String?
  var state: String?
  var rule: String?
  var pod: String?

  init(_ line: String) throws {
    self = try JSONDecoder().decode(OutputLine.self, from: Data(line.utf8))
  }
}
