/// What a piece of work is, since not all of it ends in the same way.
public enum TaskKind: String, CaseIterable, Hashable, Sendable {
  /// It was asked for over the network and ends with its answer.
  case request
  /// Work of the process's own: an item of a queue, a scheduled run.
  case job
  /// It ends only when somebody closes it: server-sent events, a WebSocket, a long poll.
  case stream
}
