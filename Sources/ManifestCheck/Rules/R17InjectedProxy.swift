import ContainerCommands
import ShutdownModel

/// What R17 says of the proxies that a mesh injects.
enum InjectedProxy {
  static func findings(in subject: Subject) -> [Finding] {
    Injection.all(of: subject).compactMap { outlasting($0, subject) ?? early($0, subject) }
  }

  /// A proxy that is told to stay for longer than the grace period.
  private static func outlasting(_ proxy: Injection, _ subject: Subject) -> Finding? {
    let grace = subject.pod.grace.value
    guard let setting = proxy.setting, proxy.stays >= grace, grace > 0 else { return nil }
    return SidecarGoesFirst.finding(
      .warning, subject, at: setting.evidence.place,
      "the injected \(proxy.name) drains for \(proxy.stays) s after the stop signal "
        + "(\(setting.text)), but SIGKILL comes after the grace of \(grace) s",
      evidence: [proxy.evidence, subject.graceEvidence],
      advice: "lower its time, or raise the grace:\n  terminationGracePeriodSeconds: "
        + "\(min(proxy.stays, 1_000_000) + Arithmetic.margin)")
  }

  /// A proxy that ends while the program still needs it.
  private static func early(_ proxy: Injection, _ subject: Subject) -> Finding? {
    guard !proxy.waits else { return nil }
    let needs = subject.pod.containers.map { container in
      (container, need: container.preStop?.time.delay ?? 0)
    }
    guard let (container, need) = needs.max(by: { $0.need < $1.need }), need > proxy.stays else {
      return nil
    }
    return SidecarGoesFirst.finding(
      .warning, subject, container: container, at: proxy.evidence.place,
      "the injected \(proxy.name) gets its stop signal at the deletion and ends "
        + (proxy.stays > 0 ? "\(proxy.stays) s later" : "as soon as it can")
        + ", while the preStop of \(container.name) takes \(need) s: connections through it fail then, "
        + "unless it is injected as a native sidecar",
      evidence: [
        container.preStop.map {
          subject.evidence($0.node, "\(container.name) waits \(need) s in preStop")
        }, proxy.setting?.evidence,
      ].compactMap(\.self),
      advice:
        "let the proxy wait longer than preStop, or have it injected as a native sidecar, which "
        + "ends after the others")
  }
}
