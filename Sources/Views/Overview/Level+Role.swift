import ShutdownModel

extension Alert.Level {
  var role: Role {
    switch self {
    case .critical: .critical
    case .warning: .warning
    case .notice: .note
    }
  }
}
