import KubernetesObjects
import Time

extension ContainerObject {
  /// Its state in one line.
  func line(_ zone: ClockZone) -> (String, Role) {
    var parts = [name]
    var role = Role.plain
    switch state {
    case .absent: parts.append("no state yet")
    case .waiting(let reason):
      parts.append("waiting\(reason.map { ": \($0)" } ?? "")")
      role = .warning
    case .running(let startedAt):
      parts.append("running\(startedAt.map { " since \(zone.clock($0))" } ?? "")")
    case .terminated(let end):
      parts.append("exit \(end.exitCode)\(end.reason.map { " \($0)" } ?? "")")
      if let finishedAt = end.finishedAt { parts.append("at \(zone.clock(finishedAt))") }
      role = end.exitCode == 0 || end.exitCode == 143 ? .quiet : kind == .main ? .lost : .quiet
    }
    switch preStop {
    case .sleep(let seconds): parts.append("preStop sleep \(seconds) s")
    case .exec: parts.append("preStop exec")
    case .httpGet: parts.append("preStop httpGet")
    case nil: break
    }
    if let stopSignal { parts.append("stopSignal \(stopSignal)") }
    if restartCount > 0 { parts.append("restarts \(restartCount)") }
    return (parts.joined(separator: "  "), role)
  }
}
