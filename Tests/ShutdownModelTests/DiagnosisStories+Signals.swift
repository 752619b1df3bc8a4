import PodStatus
import ShutdownModel

@testable import KubernetesObjects
@testable import LogText

extension RuleStory {
  /// `web-1` never notices its signal and is killed at 30.
  static func unheard(
    _ container: ContainerObject, _ change: @escaping @Sendable (inout PodObject) -> Void = { _ in }
  ) -> Story {
    var story = Story.asked([container], change)
    story.polls(10.5...29.5, .running) { _ in (3, nil) }
    story.end(30.2, ["web": 137], finished: 30)
    return story
  }

  /// `web-1` drains at once and ends with 0 and nothing in flight.
  static func drained(
    _ container: ContainerObject, _ change: @escaping @Sendable (inout PodObject) -> Void = { _ in }
  ) -> Story {
    var story = Story.asked([container], change)
    story.polls(10.5...13, .draining) { (max(0, Int((13 - $0) * 2)), nil) }
    story.end(13.6, finished: 13)
    return story
  }

  /// `web-1` ends at once on its signal with 4 in flight.
  static func cut(_ container: ContainerObject, code: Int) -> Story {
    var story = Story.asked([container])
    story.status(9.9, .running, 4)
    story.end(10.5, ["web": code], finished: 10)
    return story
  }

  static let script = ContainerObject.Start(kind: .script, name: "sh", child: "uvicorn")

  static let signals: [(fires: RuleStory, near: RuleStory)] = [
    (
      RuleStory("R03", "a shell as PID 1, and the program never hears") {
        unheard(.web(start: script))
      },
      RuleStory("R03", "the same shell, and the program hears all the same") {
        drained(.web(start: script))
      }
    ),
    (
      RuleStory("R03", "killed behind a shell, and nobody measured it") {
        var story = Story.asked([.web(start: .init(kind: .packageRunner, name: "npm"))])
        story.end(30.2, ["web": 137], finished: 30)
        return story
      },
      RuleStory("R03", "killed, the program itself, and nobody measured it") {
        var story = Story.asked()
        story.end(30.2, ["web": 137], finished: 30)
        return story
      }
    ),
    (
      RuleStory("R04", "the program itself as PID 1 never hears") { unheard(.web()) },
      RuleStory("R04", "its endpoint has not answered since the signal was due") {
        var story = Story.asked()
        story.polls(10.1...11.5, .running) { _ in (3, nil) }
        for time in 12..<29 { story.answer(Double(time), .timedOut) }
        return story
      }
    ),
    (
      RuleStory("R05", "nginx ends at once on SIGTERM") {
        var story = Story.asked([.web(image: "nginx:1.17", stopSignal: "SIGTERM")])
        story.status(9.9, .running, 4)
        story.says(10.1, "signal 15 (SIGTERM) received from 1, exiting", .cut)
        story.end(10.5, finished: 10)
        return story
      },
      RuleStory("R05", "nginx that is stopped by SIGQUIT drains") {
        drained(.web(image: "nginx:1.27", stopSignal: "SIGQUIT"))
      }
    ),
    (
      RuleStory("R06", "a Go program dies of the SIGQUIT its image names") {
        var story = Story.asked([.web(stopSignal: "SIGQUIT")])
        story.says(10.1, "SIGQUIT: quit")
        story.end(10.5, ["web": 2], finished: 10)
        return story
      },
      RuleStory("R06", "a program that knows its SIGQUIT") {
        drained(.web(stopSignal: "SIGQUIT"))
      }
    ),
    (
      RuleStory("R23", "celery's workers die of the signal") {
        var story = Story.asked()
        story.says(10.1, "worker: Warm shutdown (MainProcess)", .draining)
        story.says(10.2, "Worker exited prematurely: signal 15 (SIGTERM) Job: 7.")
        return story
      },
      RuleStory("R23", "celery shuts down warmly") {
        var story = Story.asked()
        story.says(10.1, "worker: Warm shutdown (MainProcess)", .draining)
        story.end(15, finished: 14)
        return story
      }
    ),
    (
      RuleStory("R27", "the hook signals PID 1 in a shared namespace") {
        unheard(
          .web(preStop: .exec(.init(program: "sh", onlySends: "HUP", signalsFirstProcess: true)))
        ) { $0.sharesProcesses = true }
      },
      RuleStory("R27", "the hook signals PID 1 in a namespace of its own") {
        drained(
          .web(preStop: .exec(.init(program: "sh", onlySends: "HUP", signalsFirstProcess: true))))
      }
    ),
    (
      RuleStory("R31", "a trap behind a program in the foreground") {
        unheard(.web(start: .init(kind: .script, name: "sh", child: "server", hasTrap: true)))
      },
      RuleStory("R31", "a trap that is run") {
        drained(.web(start: .init(kind: .script, name: "sh", child: "server", hasTrap: true)))
      }
    ),
    (
      RuleStory("R32", "asked to end a second after its start") { unheard(.web(since: 9)) },
      RuleStory("R32", "asked to end a minute after its start") { unheard(.web(since: -50)) }
    ),
    (
      RuleStory("R34", "the shell under tini dies of the signal") {
        cut(
          .web(start: .init(kind: .script, name: "sh", wrapper: "tini", child: "server")), code: 143
        )
      },
      RuleStory("R34", "the program under tini dies of the signal") {
        cut(.web(start: .init(kind: .program, name: "server", wrapper: "tini")), code: 143)
      }
    ),
    (
      RuleStory("R20", "main returns while its work goes on") { cut(.web(), code: 0) },
      RuleStory("R20", "main returns when nothing is in flight") {
        var story = Story.asked()
        story.status(9.9, .running, 0)
        story.end(10.5, finished: 10)
        return story
      }
    ),
    (
      RuleStory("R25", "143 after a clean drain") {
        var story = Story.asked()
        story.polls(10.5...13, .draining) { (max(0, Int((13 - $0) * 2)), nil) }
        story.end(13.6, ["web": 143], finished: 13)
        return story
      },
      RuleStory("R25", "0 after a clean drain") { drained(.web()) }
    ),
    (
      RuleStory("R25", "0 after its work was cut") { cut(.web(), code: 0) },
      RuleStory("R25", "137 at the deadline is what it looks like") { unheard(.web()) }
    ),
  ]
}
