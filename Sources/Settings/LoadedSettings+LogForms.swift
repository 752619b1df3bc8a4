import LogText
import ShutdownModel

extension LoadedSettings {
  /// How lines are taken apart, from the section `log-forms`.
  ///
  /// The user's entries come first, the shipped entry `general` last.
  ///
  /// - Throws: ``ConfigError`` for a form that is none and a name that says nothing, with its place.
  func logForms() throws(ConfigError) -> LogForms {
    var forms = LogForms()
    let entries = try sections[.logForms]?.map() ?? []
    let own = entries.filter { !$0.key.origin.isBuiltIn }
    let shipped = entries.filter { $0.key.origin.isBuiltIn && $0.key.text != "general" }
    let general = entries.filter { $0.key.origin.isBuiltIn && $0.key.text == "general" }
    for entry in own + shipped + general { try forms.add(entry.node) }
    return forms
  }
}

extension LogForms {
  fileprivate mutating func add(_ entry: ConfigNode) throws(ConfigError) {
    switch entry.content {
    case .nothing: break
    case .map:
      for (name, node) in try entry.map(keys: LogMembers.Role.allCases.map(\.rawValue)) {
        guard let role = LogMembers.Role(rawValue: name), node.content != .nothing else { continue }
        members.add(try node.values().map(\.text), as: role)
      }
    case .text, .list:
      for value in try entry.values() {
        do {
          add(try LogForm(value.text))
        } catch {
          let nearest = error.unknownField.flatMap {
            nearestName(to: $0, among: LogForm.fieldNames)
          }
          let hint =
            nearest.map { "; did you mean {\($0)}?" }
            ?? (error.unknownField == nil ? "" : "; config/log-forms.yaml has the list")
          throw ConfigError(
            place: "\(value.origin)",
            problem: "\(value.name): \(value.text.quotedForMessage) \(error.problem)\(hint)")
        }
      }
    }
  }
}
