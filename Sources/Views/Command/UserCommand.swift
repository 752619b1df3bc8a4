import HarmlessText
public import ShutdownModel
internal import KubernetesObjects

/// A command that a key runs for the selected pod.
public struct UserCommand: Equatable, Sendable {
  /// What is put into a word in the place of `$POD` and so on.
  public enum Variable: String, CaseIterable, Sendable {
    case pod = "POD"
    case namespace = "NAMESPACE"
    case context = "CONTEXT"
    case container = "CONTAINER"
    case node = "NODE"
  }

  /// One word of it: no shell reads it, so that a value stays within its word.
  public struct Word: Equatable, Sendable {
    enum Part: Equatable, Sendable {
      case text(String)
      case variable(Variable)
    }

    var parts: [Part] = []

    /// Reads a word.
    ///
    /// `$NAME` and `${NAME}` in capitals are variables, `$$` is a dollar sign.
    ///
    /// - Throws: ``UnknownVariable``.
    public init(_ text: String) throws(UnknownVariable) {
      var literal = ""
      var rest = text[...]
      while let dollar = rest.firstIndex(of: "$") {
        literal += rest[..<dollar]
        rest = rest[rest.index(after: dollar)...]
        if rest.first == "$" {
          literal += "$"
          rest = rest.dropFirst()
          continue
        }
        let isBraced = rest.first == "{"
        let name = rest.dropFirst(isBraced ? 1 : 0)
          .prefix { $0 == "_" || $0.isASCII && ($0.isUppercase || $0.isNumber) }
        let isName = name.first?.isUppercase == true
        guard isName, !isBraced || rest[name.endIndex...].first == "}" else {
          literal += "$"
          continue
        }
        guard let variable = Variable(rawValue: String(name)) else {
          throw UnknownVariable(name: String(name))
        }
        parts += [.text(literal), .variable(variable)]
        literal = ""
        rest = rest[name.endIndex...].dropFirst(isBraced ? 1 : 0)
      }
      parts.append(.text(literal + rest))
    }
  }

  /// A name in capitals after a dollar sign that says nothing.
  public struct UnknownVariable: Error, Equatable {
    public let name: String
  }

  /// Why it cannot be run for a pod.
  public struct Refusal: Error, Equatable, CustomStringConvertible {
    public let description: String
  }

  public let name: String
  public var keys: [Key]
  public let words: [Word]

  /// Makes a command; the first word is the program.
  public init(name: String, keys: [Key], words: [Word]) {
    self.name = name
    self.keys = keys
    self.words = words
  }

  /// The program and its arguments for a pod.
  ///
  /// - Throws: ``Refusal`` where a value is missing or is none that could stand there: one that begins
  ///   with `-` would be an option.
  public func words(for pod: Pod?, in state: State) throws(Refusal) -> [String] {
    var words: [String] = []
    for word in self.words {
      var text = ""
      for part in word.parts {
        switch part {
        case .text(let literal): text += literal
        case .variable(let variable): text += try value(of: variable, for: pod, in: state)
        }
      }
      words.append(text)
    }
    return words
  }

  private func value(
    of variable: Variable, for pod: Pod?, in state: State
  ) throws(Refusal) -> String {
    let object = pod?.object
    let found: (value: String?, otherwise: String) =
      switch variable {
      case .pod: (object?.name, "no pod is selected")
      case .namespace: (object?.namespace ?? state.scope.namespace, "no namespace is known")
      case .context: (state.clusterContext, "kubectl has no current context")
      case .container:
        (object?.containers.first { $0.kind == .main }?.name, "the pod has no container yet")
      case .node: (object?.nodeName, "the pod has no node yet")
      }
    guard let value = found.value, !value.isEmpty else {
      throw Refusal(description: "\(name) needs $\(variable.rawValue): \(found.otherwise)")
    }
    guard UserCommand.isPlain(value, isContext: variable == .context) else {
      throw Refusal(
        description: "\(name) was not run: $\(variable.rawValue) is not a valid Kubernetes name")
    }
    return value
  }

  /// Contexts are named by people and tools, all else by Kubernetes' rules.
  private static func isPlain(_ value: String, isContext: Bool) -> Bool {
    guard value.utf8.count <= 1000, value.utf8.first != UInt8(ascii: "-") else { return false }
    return value.unicodeScalars.allSatisfy { scalar in
      if isContext { return scalar.isDrawable }
      return scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || ["-", ".", "_"].contains(scalar))
    }
  }
}
