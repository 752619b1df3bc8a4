import KubernetesObjects
import ShutdownModel
import Time

/// Columns of what the pod's object says, for those who choose them.
extension Column {
  static let node = Column(
    id: "node", titles: ["NODE"], wishes: { _, _ in [Wish(turn: 11, width: 8...24)] },
    cell: .text { ($0.pod.object.nodeName ?? "", .quiet) })

  /// The time since the pod was created.
  static let age = Column(
    id: "age", titles: ["AGE"], titleAlignment: .right,
    wishes: { _, _ in [Wish(turn: 13, width: 5)] },
    cell: .text(.right) { row in
      row.pod.object.createdAt.map { ((row.now - $0).short, .quiet) }
    })

  /// Of all its containers together, as `kubectl get pods` counts them.
  static let restarts = Column(
    id: "restarts", titles: ["RESTARTS"], titleAlignment: .right,
    wishes: { _, _ in [Wish(turn: 12, width: 8)] },
    cell: .text(.right) { row in
      let count = row.pod.object.containers.reduce(0) { $0 + $1.restartCount }
      return ("\(count)", count > 0 ? .warning : .quiet)
    })

  /// Who or what ends it.
  static let cause = Column(
    id: "cause", titles: ["CAUSE"], wishes: { _, _ in [Wish(turn: 14, width: 10...32)] },
    cell: .text { ($0.pod.cause?.text ?? "", .quiet) })

  /// The container whose status is read, else the first.
  static let container = Column(
    id: "container", titles: ["CONTAINER"], wishes: { _, _ in [Wish(turn: 16, width: 9...20)] },
    cell: .text { row in
      let main = row.pod.object.containers.first { $0.kind == .main }?.name
      return (row.pod.status.container ?? main ?? "", .quiet)
    })
}
