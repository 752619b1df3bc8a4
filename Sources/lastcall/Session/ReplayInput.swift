import HarmlessText
import Inputs
import Recording
import Settings
import ShutdownDiagnosis
import ShutdownModel
import Time

/// What the files of a replay hold: one recorded run, plain logs, what kubectl printed, or several of
/// these, in the order of their times.
struct ReplayInput {
  /// The state before the first event.
  let initialState: State
  /// The version of lastcall that recorded it, if one did.
  let program: String?
  /// What the user has to know of the files; said on stderr, too.
  private(set) var warnings: [String] = []
  /// One of the files is a recorded run.
  let isRecording: Bool
  private var order: TimeOrder
  private let files: [ReplayFile]
  private var logs: [PlainLog] = []
  private var objects: [KubectlObjects] = []
  private let progress: ReadingProgress

  /// Takes open files; a recording is read, of the others only the beginning.
  ///
  /// - Throws: `FileError`, ``ReplayInputError``: one sentence for the user.
  init(_ opened: [ReplayFile], _ files: ReplayFiles, _ loaded: LoadedSettings) throws {
    let settings = loaded.settings
    let servers = try loaded.servers()
    var recording: Recording?
    var sources: [any EventSource] = []
    var foreign: [String] = []
    lazy var recogniser = Result { try loaded.recogniser() }
    for file in opened {
      let bytes = file.bytes
      switch file.kind {
      case .recording:
        guard recording == nil else {
          throw ReplayInputError(
            bytes.path,
            "it is a second recording; replay one at a time, or compare them with report")
        }
        let read = try Recording(bytes)
        if let refusal = read.refusal { throw ReplayInputError(bytes.path, refusal) }
        sources.append(RecordedEvents(read.events))
        recording = read
      case .objects:
        let printed = KubectlObjects(bytes, servers: servers)
        objects.append(printed)
        sources.append(printed)
      case .foreign(let form): foreign.append("\(file.name.harmless(limit: 300)): \(form.answer)")
      case .log:
        let log = PlainLog(bytes, pod: files.pod, recogniser: try recogniser.get())
        logs.append(log)
        sources.append(log)
      }
    }
    let ring = LogRing(entryLimit: settings.logLines, byteLimit: settings.logBytes)
    initialState =
      recording?.initialState(diagnosing: DiagnosisRules(), servers: servers, log: ring)
      ?? State(
        scope: .logs(opened.map(\.name), grace: files.grace, preStop: files.preStop),
        diagnosing: DiagnosisRules(),
        thresholds: settings.thresholds, servers: servers, log: ring)
    program = recording?.header?.program
    isRecording = recording != nil
    order = TimeOrder(sources)
    self.files = opened
    progress = ReadingProgress(of: opened.map(\.bytes))
    for line in recording?.warnings ?? [] { warn(line) }
    for line in foreign { warn(line) }
  }

  /// What ends a story that does not end by itself: a recording that was cut off is a run that was
  /// interrupted, logs just end.
  func end(after state: State) -> Event {
    Event(
      time: max(state.localNow, Instant(nanoseconds: 0)),
      .stop(isRecording ? .interrupted : .inputEnded))
  }

  /// The next events; nil at the end of all files.
  ///
  /// - Throws: `FileError`.
  mutating func next() throws -> [Event]? {
    progress.show()
    if let events = try order.next() { return events }
    progress.clear()
    for file in files { if let damage = file.bytes.damage { warn("\(damage)") } }
    let discarded = objects.map(\.discardedCount).reduce(0, +)
    if discarded > 0 {
      warn(
        "\(counted(discarded, "object")) could not be read and \(discarded == 1 ? "is" : "are") ignored"
      )
    }
    if let kind = objects.lazy.compactMap(\.manifestKind).first {
      warn(
        "it contains a manifest (\(kind)), which shows nothing of a run; to check it: "
          + "\(invokedName) check -f FILE")
    } else if !objects.isEmpty, logs.isEmpty, !objects.contains(where: { $0.podCount > 0 }) {
      let kind = objects.lazy.compactMap(\.otherKind).first
      let holds =
        objects.contains { $0.eventCount > 0 }
        ? ", only events" : kind.map { ", but a \($0)" } ?? ""
      warn(
        "it contains no pods\(holds); use kubectl get pods,events -o json, which shows both")
    }
    let logFiles = files.filter { if case .log = $0.kind { true } else { false } }
    for (file, log) in zip(logFiles, logs) {
      let name = files.count == 1 ? "" : "\(file.name.harmless(limit: 300)): "
      for notice in log.notices { warn(name + notice) }
    }
    if !logs.isEmpty, !logs.contains(where: { $0.tellingCount > 0 }) {
      let lines = logs.map(\.lineCount).reduce(0, +)
      let pods = logs.map(\.podCount).reduce(0, +)
      warn(
        "lastcall found no sign of a shutdown in \(counted(lines, "line")) of \(counted(pods, "pod")); "
          + "add your own with log-patterns in the configuration")
    }
    if order.lateCount > 0 {
      let late = order.lateCount
      warn(
        late == 1
          ? "1 line is too far out of order to be sorted by its time"
          : "\(late) lines are too far out of order to be sorted by their times")
    }
    return nil
  }

  private mutating func warn(_ text: String) {
    warnings.append(text)
    let place = files.count == 1 ? "\(files[0].name.harmless(limit: 300)): " : ""
    complain(place + text)
  }
}
