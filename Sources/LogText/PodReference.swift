/// How an observation names its pod.
public enum PodReference: Hashable, Sendable {
  case uid(String)
  /// A line of a local log knows only the pod's name.
  case name(String)
  /// A raw line names nothing: it belongs to the only pod, if there is only one.
  case unnamed
}
