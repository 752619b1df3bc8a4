import CLibrary
import Inputs
import OutputLines
import Testing
import Time
import Views

@testable import KubernetesObjects
@testable import ShutdownModel
@testable import lastcall

/// The commands themselves, with shorter limits than the program has.
struct OnAlertTests {
  private let folder: TemporaryFolder
  private let clock = LocalClock()
  private let queue: EventQueue

  init() throws {
    folder = try TemporaryFolder()
    queue = EventQueue(clock: clock)
    // As the program has it.
    signal(SIGPIPE, SIG_IGN)
  }

  private static let hostile = "web\n$(touch owned)`touch owned`;'\"\\\u{1B}[2J\u{9B}漢\0\r\n--x=%s"

  private func alert(
    _ pod: String = "web-1", message: String = "web-1 is killed", isRaised: Bool = true,
    secondsLeft: Double? = 4.1, inFlight: Int? = 7
  ) -> Output {
    let workload = WorkloadID(kind: .deployment, namespace: "shop", name: "web")
    return Output(
      Instant(nanoseconds: 0),
      .alert(
        .pod(.init(namespace: "shop", workload: workload, pod: pod, uid: "u")),
        .init(
          level: .critical, isRaised: isRaised, rule: .deadline, message: message,
          secondsLeft: secondsLeft, inFlight: inFlight)))
  }

  private func onAlert(
    _ command: String, limits: OnAlert.Limits = .init(),
    _ environment: [String: String] = [:]
  ) -> OnAlert {
    OnAlert(
      command, environment: environment.merging(["PATH": Programs.path, "D": folder.path]) { $1 },
      limits: limits, queue: queue)
  }

  @Test func `the variables say what the JSON says`() throws {
    let order = try #require(AlertOrder(alert()))
    #expect(
      order.variables == [
        "LASTCALL_ALERT_STATE": "raised", "LASTCALL_ALERT_LEVEL": "critical",
        "LASTCALL_ALERT_RULE": "deadline", "LASTCALL_ALERT_MESSAGE": "web-1 is killed",
        "LASTCALL_ALERT_NAMESPACE": "shop", "LASTCALL_ALERT_WORKLOAD": "deployment/web",
        "LASTCALL_ALERT_POD": "web-1", "LASTCALL_ALERT_UID": "u",
        "LASTCALL_ALERT_SECONDS_LEFT": "4.1", "LASTCALL_ALERT_IN_FLIGHT": "7",
      ])
    #expect(String(decoding: order.input, as: UTF8.self) == alert().json + "\n")
    let unknown = try #require(
      AlertOrder(alert(isRaised: false, secondsLeft: .infinity, inFlight: nil)))
    #expect(unknown.variables["LASTCALL_ALERT_STATE"] == "cleared")
    #expect(unknown.variables["LASTCALL_ALERT_SECONDS_LEFT"] == "")
    #expect(unknown.variables["LASTCALL_ALERT_IN_FLIGHT"] == "")
    #expect(AlertOrder(Output(Instant(nanoseconds: 0), .notice("x"))) == nil)
  }

  @Test func `names and messages are bounded, and hold no NUL`() throws {
    let order = try #require(
      AlertOrder(alert(Self.hostile, message: String(repeating: "漢", count: 1_000_000))))
    #expect(order.variables["LASTCALL_ALERT_MESSAGE"]?.utf8.count == 8190)
    #expect(
      order.variables["LASTCALL_ALERT_POD"] == Self.hostile.replacing("\0", with: ""))
  }

  @Test func `a hostile name is a text to the command, byte for byte`() async throws {
    let commands = onAlert(
      #"cd "$D"; printf %s "$LASTCALL_ALERT_POD" >pod; printf %s "$LASTCALL_ALERT_MESSAGE" >message"#,
      ["LASTCALL_ALERT_POD": "another's", "LASTCALL_ON_ALERT": "again"])
    commands.deliver([alert(Self.hostile, message: Self.hostile)])
    #expect(await commands.finish() == [])
    #expect(folder.text(of: "pod") == Self.hostile.replacing("\0", with: ""))
    #expect(folder.text(of: "message") == Self.hostile.replacing("\0", with: ""))
    #expect(try folder.names().sorted() == ["message", "pod"])
  }

  @Test func `a command that does not read, or only a little, holds nothing up`() throws {
    for command in ["exit 0", "exec <&-; exit 0", "head -c 10 >/dev/null", "cat >/dev/null"] {
      var process = try ChildCommand(
        ["/bin/sh", "-c", command], input: Array(repeating: 120, count: 10_000_000), environment: []
      )
      let end = process.wait(
        until: { Instant(nanoseconds: .max) }, now: { clock.now })
      #expect(end == .exited)
      #expect(process.reap() == 0, "\(command)")
    }
  }

  @Test func `it is over when all that it started has ended, and not before`() async throws {
    let commands = onAlert(#"(read x; echo "$x" >"$D/heard") >/dev/null 2>&1 <"$D/fifo" &"#)
    #expect(mkfifo(folder.path + "/fifo", 0o600) == 0)
    commands.deliver([alert()])
    // Opened for both, so that it waits for nobody; it is not read here.
    let fifo = open(folder.path + "/fifo", O_RDWR)
    defer { close(fifo) }
    #expect(write(fifo, "yes\n", 4) == 4)
    #expect(await commands.finish() == [])
    #expect(folder.text(of: "heard") == "yes\n")
  }

  @Test func `SIGTERM comes first, and what obeys it is not killed`() async throws {
    var limits = OnAlert.Limits()
    limits.time = .milliseconds(300)
    let commands = onAlert(
      #"trap 'echo ended >"$D/last"; exit 0' TERM; while :; do sleep 0.01; done"#, limits: limits)
    commands.deliver([alert()])
    let untold = await commands.finish()
    #expect(untold.count == 1)
    // Some shells say what became of the sleep.
    #expect(untold.first?.hasPrefix("--on-alert: terminated after 0.3 s") == true)
    #expect(folder.text(of: "last") == "ended\n")
  }

  @Test func `at most four run at once, a hundred wait, and the rest is counted`() async throws {
    var limits = OnAlert.Limits()
    limits.timeAtEnd = .seconds(60)
    let commands = onAlert(
      #"mkdir "$D/$LASTCALL_ALERT_POD"; read x <"$D/fifo"; cat >>"$D/json""#, limits: limits)
    #expect(mkfifo(folder.path + "/fifo", 0o600) == 0)
    let fifo = open(folder.path + "/fifo", O_RDWR)
    commands.deliver((0..<4).map { alert("p\($0)") })
    // Nobody can end before something is in the pipe: these four are all that have begun.
    let end = clock.now + .seconds(20)
    while try folder.names().count < 5, clock.now < end {}
    commands.deliver((4..<150).map { alert("p\($0)") })
    #expect(try folder.names().sorted() == ["fifo", "p0", "p1", "p2", "p3"])
    #expect(write(fifo, String(repeating: "\n", count: 104), 104) == 104)
    let untold = await commands.finish()
    close(fifo)
    #expect(
      untold == [
        "--on-alert: 100 alerts are queued; further ones are dropped (reported once)",
        "--on-alert: not run for 46 alerts",
      ])
    #expect(folder.text(of: "json").split(separator: "\n").count == 104)
  }

  @Test func `where no process can start, that is said once`() async throws {
    // Longer than any system takes.
    let commands = onAlert("true", ["X": String(repeating: "x", count: 10_000_000)])
    commands.deliver([alert(), alert(isRaised: false)])
    let untold = await commands.finish()
    #expect(untold.count == 1)
    #expect(untold.first?.hasPrefix("--on-alert: cannot start /bin/sh: ") == true)
  }

  @Test func `notifications come at once, then every two seconds with how many more there are`() {
    func at(_ seconds: Double) -> Instant { Instant(nanoseconds: Int64(seconds * 1e9)) }
    var pace = NotificationPace()
    #expect(pace.next(at: at(0)) == nil)
    pace.add("a")
    #expect(pace.next(at: at(1)) == "a")
    pace.add("b")
    pace.add("\u{1B}[31mc")
    #expect(pace.next(at: at(2.9)) == nil)
    pace.add("d")
    #expect(pace.next(at: at(3)) == "b (and 2 more)")
    #expect(pace.next(at: at(10)) == nil)
    pace.add(String(repeating: "x", count: 500))
    pace.add("y")
    #expect(pace.next(at: at(10)) == String(repeating: "x", count: 160) + "… (and 1 more)")
    pace.add("\u{1B}]9;4;1\u{7}e")
    #expect(pace.next(at: at(12)) == "e")
  }
}
