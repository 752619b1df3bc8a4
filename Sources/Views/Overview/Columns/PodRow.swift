import ShutdownModel
import Time

/// What the cells of a pod's row are drawn from.
struct PodRow {
  let pod: Pod
  let standing: Workload.Standing
  let now: Instant
  /// The row of the frame.
  let line: Int
  let places: ColumnPlaces
  /// Nothing new comes from the cluster: what is shown rests on what was seen last.
  let isOld: Bool
  /// Nothing counts down any more, and no rollout goes on.
  let isOver: Bool
  /// Its name is written by what tells it apart.
  let isShort: Bool
  /// The axis of the bars; nil where nothing was deleted.
  let scale: TimeScale?
  let glyphs: Glyphs
}
