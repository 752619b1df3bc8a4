import Inputs
import LogText
import Settings
import ShutdownModel

/// Where a run's log lines come from: the API, this machine, or nowhere.
struct LogSources: Sendable {
  let recogniser: LogRecogniser
  /// Names of files, and `-` for stdin; none: the API is asked.
  let local: [String]
  /// Streams of the API that are followed at once; 0 follows none.
  let streamLimit: Int

  init(_ options: LogOptions, _ loaded: LoadedSettings) throws {
    recogniser = try loaded.recogniser()
    local = options.sources
    streamLimit = options.isOff || !options.sources.isEmpty ? 0 : loaded.settings.maxLogStreams
  }

  /// The demo's: the API's, as many as the settings allow.
  init(_ loaded: LoadedSettings) throws {
    recogniser = try loaded.recogniser()
    local = []
    streamLimit = loaded.settings.maxLogStreams
  }

  /// Reads the local ones until the task is cancelled or they end.
  ///
  /// - Throws: ``LocalLogError`` for a file that cannot be opened.
  func readLocal(into queue: EventQueue) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for name in local {
        group.addTask {
          try await LocalLog(LocalLog.Source(name), recogniser: recogniser, queue: queue).run()
        }
      }
      try await group.waitForAll()
    }
  }
}

extension LoadedSettings {
  /// What understands log lines, by the patterns in force.
  func recogniser() throws -> LogRecogniser {
    try LogRecogniser(try logPatterns())
  }
}
