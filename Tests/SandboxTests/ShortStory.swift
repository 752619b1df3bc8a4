import Sandbox

extension Story {
  /// Three pods, the second of which is stuck, rolled all at once within a few seconds.
  static var short: Story {
    var story = Story(.clean)
    story.replicas = 3
    story.maxSurge = 3
    story.minReadySeconds = 0
    story.graceSeconds = 4
    story.preStop = nil
    story.habits = [Habit(), Habit(endlessRequests: 2), Habit()]
    story.readyAfterSeconds = 0
    story.gapMilliseconds = 50...100
    story.workMilliseconds = 100...300
    story.rolloutAfterSeconds = 2
    return story
  }
}
