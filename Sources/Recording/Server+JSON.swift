import ContainerCommands
import PodStatus

extension Server {
  var json: JSON {
    var json: JSON = ["name": .string(name)]
    for field in Server.fields {
      switch field.place {
      case .text(let path): self[keyPath: path].map { json[field.name] = .string($0) }
      case .number(let path): self[keyPath: path].map { json[field.name] = .integer($0) }
      case .texts(let path) where !self[keyPath: path].isEmpty:
        json[field.name] = .array(self[keyPath: path].map(JSON.string))
      case .numbers(let path) where !self[keyPath: path].isEmpty:
        json[field.name] = .array(self[keyPath: path].map(JSON.integer))
      case .signals(let path) where !self[keyPath: path].isEmpty:
        json[field.name] = .object(self[keyPath: path].mapValues(JSON.string))
      case .texts, .numbers, .signals: break
      }
    }
    return json
  }

  init(_ fields: Fields) throws(RecordError) {
    self.init(name: try fields.string("name"))
    for field in Server.fields {
      switch field.place {
      case .text(let path): self[keyPath: path] = try fields.optionalString(field.name)
      case .number(let path): self[keyPath: path] = try fields.optionalCount(field.name)
      case .texts(let path): self[keyPath: path] = try fields.strings(field.name)
      case .numbers(let path): self[keyPath: path] = try fields.ints(field.name)
      case .signals(let path):
        guard let signals = try fields.optionalObject(field.name) else { continue }
        for words in signals.json.members.keys {
          self[keyPath: path][words] = try signals.string(words)
        }
      }
    }
  }
}
