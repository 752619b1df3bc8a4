import Inputs
import Recording
import Settings
import ShutdownModel
import Time

/// Hands what a session applies to its recording.
struct SessionRecorder {
  private let writer: RecordingWriter
  private let path: String
  /// The last instant the session let pass without an event.
  private var lastTick: Event?

  /// Opens what the user asked for; nil when nothing is recorded.
  ///
  /// - Throws: ``RecordingFileError``.
  init?(
    _ options: RecordOptions, _ loaded: LoadedSettings, _ header: RecordingHeader, queue: EventQueue
  ) throws {
    var limit = Int.max
    if let asked = options.record {
      path = asked
    } else if loaded.settings.recordsAlways,
      let folder = RecordingFolder(environment: Environment.variables)
    {
      path = try folder.prepare(started: header.started)
      limit = folder.room
    } else {
      return nil
    }
    writer = try RecordingWriter(
      path: path, header: header, byteLimit: limit, redaction: try options.redaction()
    ) { [weak queue] reason in
      queue?.post(.input(InputObservation(.recording, .degraded(reason))), isUrgent: true)
    }
  }

  /// Where the run is being recorded; nil when it had to stop.
  var livePath: String? { writer.hasStopped ? nil : path }

  /// Records what one step of a session applied, in that order.
  mutating func record(_ events: [Event], tick: Event, isOver: Bool) {
    var recorded: [Event] = []
    recorded.reserveCapacity(events.count + 1)
    for event in events {
      // A reading of the cluster's clock moves time itself: what had passed before counts.
      if case .serverDate = event.observation, let lastTick { recorded.append(lastTick) }
      recorded.append(event)
    }
    // The first tick is when the run began, from which its length counts.
    if lastTick == nil || isOver { recorded.append(tick) }
    lastTick = tick
    writer.record(recorded)
  }

  /// Waits until everything is on the disk's way.
  func finish() {
    if !writer.finish() {
      complain(writer.whyItLacksItsEnd)
    }
  }
}
