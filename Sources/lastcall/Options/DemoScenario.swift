import ArgumentParser

/// What the demo's pods do.
enum DemoScenario: String, CaseIterable, ExpressibleByArgument {
  case mixed
  case clean
  case stuck
  case swallowed
  case lateTraffic = "late-traffic"
  case prestopOverrun = "prestop-overrun"
  case secondDelete = "second-delete"
}
