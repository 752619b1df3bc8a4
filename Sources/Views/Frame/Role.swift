/// What a cell means.
///
/// A theme gives roles their colours; no view knows any.
public enum Role: UInt8, CaseIterable, Sendable {
  /// Ordinary text.
  case plain
  /// What the eye should find first in a row.
  case strong
  /// What matters less: ended pods, units, ages.
  case quiet
  /// Boxes and rules.
  case border
  /// The program's and the workload's name.
  case title
  /// Column headings and labels.
  case label
  /// A key in a hint.
  case key
  /// Well and done.
  case good
  /// Under way: draining, rolling out.
  case busy
  /// A pod of the old revision.
  case old
  /// A pod of the new revision.
  case new
  /// Look here soon.
  case warning
  /// Look here now.
  case critical
  /// Work was lost.
  case lost
  /// Nobody knows.
  case unknown
  /// The filled part of a bar or curve.
  case gauge
  /// The part of a countdown that may be added (≤ +2 s).
  case tail
  /// The empty part of a bar.
  case empty
  /// The curve of tasks in flight.
  case curve
  /// Where tasks in flight will be, most likely.
  case forecast
  /// A critical alert across the screen.
  case criticalBanner
  /// A warning across the screen.
  case warningBanner
  /// Times in the log.
  case time
  /// What a search has found.
  case match
  /// Remarks of lastcall's own between the log lines.
  case note
  /// What the user is typing.
  case input

  /// Its name in `config/themes.yaml`.
  public var name: String { "\(self)" }
}
