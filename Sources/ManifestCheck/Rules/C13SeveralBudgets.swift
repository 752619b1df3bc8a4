/// C13: pods that more than one budget covers, which the eviction API does not evict.
enum SeveralBudgets: Rule {
  static let text = RuleText(
    id: "C13", title: "more than one PodDisruptionBudget covers the pods: none of them is evicted",
    source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/")

  static func findings(in subject: Subject) -> [Finding] {
    guard subject.budgets.count > 1, let last = subject.budgets.last?.object else { return [] }
    let evidence = subject.budgets.dropLast().map { budget in
      Finding.Evidence(
        place: Place(
          file: budget.object.manifest.file, line: budget.object.manifest.node.line,
          path: "metadata"),
        text: "\(budget.object.manifest.title) covers them, too")
    }
    let names = subject.budgets.map(\.object.manifest.name).joined(separator: " and ")
    return [
      finding(
        .warning, subject,
        at: Place(
          file: last.manifest.file,
          line: last.manifest.node["spec"]?.line ?? last.manifest.node.line,
          path: "spec.selector"),
        "the budgets \(names) cover the same pods: the eviction API refuses pods with more than one "
          + "budget, and a node drain waits for ever",
        evidence: evidence, advice: "keep one of them")
    ]
  }
}
