/// Which labels are meant: `matchLabels` and `matchExpressions`, or the plain map of a Service.
struct LabelSelector: Equatable, Sendable {
  private enum Demand: Equatable, Sendable {
    case isOne(key: String, of: [String])
    case isNone(key: String, of: [String])
    case exists(String)
    case isMissing(String)
  }

  private var demands: [Demand] = []
  /// Whether it selects everything.
  var isEmpty: Bool { demands.isEmpty }

  init(labels: [String: String]) {
    demands = labels.map { .isOne(key: $0.key, of: [$0.value]) }
  }

  init(_ node: ManifestNode) throws(ManifestProblem) {
    self.init(labels: try node.pairs("matchLabels"))
    for expression in try node.list("matchExpressions") {
      let key = try expression.text("key") ?? ""
      let values = try expression.texts("values").map(\.value)
      switch try expression.text("operator") {
      case "In": demands.append(.isOne(key: key, of: values))
      case "NotIn": demands.append(.isNone(key: key, of: values))
      case "Exists": demands.append(.exists(key))
      case "DoesNotExist": demands.append(.isMissing(key))
      default:
        throw expression.refused("has no operator In, NotIn, Exists or DoesNotExist; write one")
      }
    }
  }

  /// The labels that it wants with one value.
  var labels: [(key: String, value: String)] {
    demands.compactMap { demand in
      guard case .isOne(let key, let values) = demand, values.count == 1 else { return nil }
      return (key, values[0])
    }
  }

  func matches(_ labels: [String: String]) -> Bool {
    demands.allSatisfy { demand in
      switch demand {
      case .isOne(let key, let values): labels[key].map(values.contains) ?? false
      case .isNone(let key, let values): !(labels[key].map(values.contains) ?? false)
      case .exists(let key): labels[key] != nil
      case .isMissing(let key): labels[key] == nil
      }
    }
  }
}
