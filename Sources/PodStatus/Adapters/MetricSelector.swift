/// A metric by its name and the labels it must have: `jobs_active{queue="mail"}`.
public struct MetricSelector: Equatable, Sendable {
  /// The metric's name.
  public let name: String
  /// Each must be there with this value.
  public let labels: [String: String]

  /// Reads a selector.
  ///
  /// - Throws: what is wrong with it, for the end of a sentence.
  public init(_ text: String) throws(ShutdownStatus.Malformed) {
    var scanner = MetricScanner(text.utf8)
    guard text.utf8.count <= 1000, let name = scanner.name(), let labels = scanner.labels(),
      scanner.isAtEnd
    else { throw .init("use a gauge such as jobs_active{queue=\"mail\"}") }
    guard name != MetricSelector.scrapes else {
      throw .init(
        "it counts the requests for the metrics themselves; use a gauge of the pod's work")
    }
    self.name = name
    self.labels = labels
  }

  /// At least 1 whenever it is read.
  private static let scrapes = "promhttp_metric_handler_requests_in_flight"
}
