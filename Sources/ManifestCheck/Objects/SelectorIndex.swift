/// Selectors by the labels that they demand, so that of many only those are asked that may fit.
///
/// A selector stands under the rarest of the labels that it wants; one that wants no label of one value may
/// fit anything.
struct SelectorIndex: Sendable {
  private struct Label: Hashable, Sendable {
    var key: String
    var value: String
  }

  private var byLabel: [Label: [Int]] = [:]
  private var others: [Int] = []

  init(_ selectors: [LabelSelector]) {
    var counts: [Label: Int] = [:]
    let wanted = selectors.map { selector in
      selector.labels.map { Label(key: $0.key, value: $0.value) }
    }
    for label in wanted.joined() { counts[label, default: 0] += 1 }
    for (index, labels) in wanted.enumerated() {
      let rarest = labels.min { counts[$0, default: 0] < counts[$1, default: 0] }
      if let rarest { byLabel[rarest, default: []].append(index) } else { others.append(index) }
    }
  }

  /// Which of the selectors may fit, in their order.
  func candidates(_ labels: [String: String]) -> [Int] {
    (labels.flatMap { byLabel[Label(key: $0.key, value: $0.value)] ?? [] } + others).sorted()
  }
}
