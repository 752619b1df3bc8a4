/// What the members of a JSON line, the keys of pairs and the columns of a table are called.
///
/// Names are compared in either case. `kubernetes.pod_name` is a member of that name, or `pod_name` in
/// the object `kubernetes`.
public struct LogMembers: Equatable, Sendable {
  /// What a member says.
  public enum Role: String, CaseIterable, Sendable {
    case message, time, level, pod, container
    /// Who in the program speaks.
    case logger
    /// An object whose members count as if they stood outside.
    case within
    /// What is read behind the message: an error, a signal.
    case error, signal
  }

  struct Place: Equatable, Sendable {
    var role: Role
    /// The lower the more it is to be believed.
    var rank: Int
    /// The names of the members within.
    var path: [String]
  }

  private var places: [String: [Place]] = [:]
  private var count = 0

  static let longestName = 64

  /// No name is known.
  public init() {}

  /// Adds names behind those there are.
  public mutating func add(_ names: [String], as role: Role) {
    for name in names {
      let name = name.lowercased()
      var parts = name.split(separator: ".").map(String.init)
      if parts.isEmpty || role == .within { parts = [name] }
      places[name, default: []].append(Place(role: role, rank: count, path: []))
      if parts.count > 1 {
        places[parts[0], default: []]
          .append(Place(role: role, rank: count, path: Array(parts.dropFirst())))
      }
      count += 2
    }
  }

  /// What a member of this name can say.
  func places(of name: String) -> [Place] {
    guard name.utf8.count <= Self.longestName else { return [] }
    if let places = places[name] { return places }
    guard name.utf8.contains(where: { 0x41...0x5A ~= $0 }) else { return [] }
    // One that is written as here goes before one that is not.
    return (places[name.lowercased()] ?? []).map {
      Place(role: $0.role, rank: $0.rank + 1, path: $0.path)
    }
  }

  /// The names of some roles, of those with points the first part.
  func names(of roles: Set<Role>) -> [String] {
    Set(
      places.filter { place in place.value.contains { roles.contains($0.role) } }
        .compactMap { $0.key.split(separator: ".").first.map(String.init) }
    ).sorted()
  }

  /// What a name says that has no members within.
  func role(of name: String) -> (role: Role, rank: Int)? {
    places(of: name).first { $0.path.isEmpty && $0.role != .within }.map { ($0.role, $0.rank) }
  }
}
