public import ArgumentParser
internal import Settings
public import ShutdownModel
internal import Time

extension Goal.Until: ExpressibleByArgument {}

/// Reads a duration argument: `90`, `90s`, `1m30s`, `500ms`, longer than nothing.
@Sendable func duration(_ text: String) throws -> TimeSpan {
  guard let span = TimeSpan(durationText: text), span > .zero else {
    throw ValidationError("write a duration as 90, 90s, 1m30s or 500ms")
  }
  return span
}
