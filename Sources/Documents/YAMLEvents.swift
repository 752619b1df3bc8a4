import CLibYAML

/// What libyaml finds in a text, one event after another.
final class YAMLEvents {
  enum Event: Equatable {
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(String, isPlain: Bool, anchor: String?)
    case listStart(anchor: String?)
    case mapStart(anchor: String?)
    /// Of a list or a map.
    case end
    case streamEnd
  }

  /// Where something begins: both counted from 1, the column in Unicode scalars.
  struct Place: Equatable {
    var line: Int
    var column: Int

    init(_ mark: yaml_mark_t) {
      (line, column) = (Int(clamping: mark.line) &+ 1, Int(clamping: mark.column) &+ 1)
    }
  }

  /// The memory of a tree is freed node in node, so a deeper one could overflow the stack.
  private static let deepestNesting = 1000

  private let text: String
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  init(_ text: String) throws(YAMLError) {
    self.text = text
    // libyaml wants an address even of nothing.
    bytes = .allocate(capacity: text.utf8.count + 1)
    _ = bytes.initialize(from: text.utf8)
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLError(reason: .outOfMemory, line: 1)
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, text.utf8.count)
    // The first event is the beginning of the stream.
    _ = try next()
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  /// The next event; after the end of the stream, its end again.
  func next() throws(YAMLError) -> (event: Event, place: Place) {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
    defer { yaml_event_delete(&event) }
    let place = Place(event.start_mark)
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: return (.documentStart, place)
    case YAML_DOCUMENT_END_EVENT: return (.documentEnd, place)
    case YAML_ALIAS_EVENT: return (.alias(name(event.data.alias.anchor) ?? ""), place)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      let text = text(UnsafeBufferPointer(start: scalar.value, count: scalar.length))
      return (.scalar(text, isPlain: isPlain, anchor: name(scalar.anchor)), place)
    case YAML_SEQUENCE_START_EVENT:
      try refuseDeepNesting()
      return (.listStart(anchor: name(event.data.sequence_start.anchor)), place)
    case YAML_MAPPING_START_EVENT:
      try refuseDeepNesting()
      return (.mapStart(anchor: name(event.data.mapping_start.anchor)), place)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return (.end, place)
    default: return (.streamEnd, place)
    }
  }

  /// Without a byte order mark, which a file brings along that was appended to another.
  private func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    return String(decoding: isMarked ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
  }

  private func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    anchor.map { String(cString: $0) }
  }

  /// As versions of libyaml after 0.2.5 do it, and in their words.
  private func refuseDeepNesting() throws(YAMLError) {
    let indents = parser.pointee.indents
    guard let first = indents.start, let top = indents.top, let token = parser.pointee.tokens.head,
      top - first + Int(parser.pointee.flow_level) >= Self.deepestNesting
    else { return }
    let place = Place(token.pointee.start_mark)
    let problem = "Maximum nesting level reached, set with yaml_set_max_nest_level())"
    throw YAMLError(reason: .syntax(problem, column: place.column), line: place.line)
  }

  private var failure: YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? ""
    switch parser.pointee.error {
    case YAML_READER_ERROR:
      let line = line(ofByte: parser.pointee.problem_offset)
      return YAMLError(reason: .character(problem), line: line)
    case YAML_SCANNER_ERROR, YAML_PARSER_ERROR:
      // Of a tag, libyaml 0.2.5 may leave the mark of the problem unset.
      let isOfTag = problem == "found undefined tag handle"
      let place = Place(isOfTag ? parser.pointee.context_mark : parser.pointee.problem_mark)
      return YAMLError(reason: .syntax(problem, column: place.column), line: place.line)
    default: return YAMLError(reason: .outOfMemory, line: 1)
    }
  }

  private func line(ofByte offset: Int) -> Int {
    guard
      let index = text.utf8.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex)?
        .samePosition(in: text)
    else { return 1 }
    return text[..<index].count { $0.isNewline } + 1
  }
}
