import PodStatus
import Testing
import Time

@testable import DrainForecast
@testable import ShutdownModel

/// Forecasts against what is known in closed form, and the laws they keep.
@Suite struct ForecastTests {
  /// A drain polled once a second; SIGKILL comes so many seconds after the newest count.
  static func drain(
    _ counts: [Int], every seconds: Double = 1, left: Double = 20, ages: [Double] = [],
    durations: [ShutdownStatus.DurationBucket] = [], streams: Int = 0, ownLimit: Double? = nil,
    arrivalsEnd: Double? = nil
  ) -> DrainObservations {
    let newest = Instant.at(Double(max(counts.count - 1, 0)) * seconds)
    return DrainObservations(
      counts: counts.enumerated().map {
        .init(time: .at(Double($0.offset) * seconds), inFlight: $0.element)
      },
      ages: ages, durations: durations, streams: streams, killAt: newest + .seconds(left),
      ownLimitAt: ownLimit.map { newest + .seconds($0) },
      arrivalsEndAt: arrivalsEnd.map { newest + .seconds($0) })
  }

  /// A thousand tasks, of which half reach twice any age from 0.25 s on: S(t) = 0.25 s / t.
  static let halving = zip(
    [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64], [0, 512, 256, 128, 64, 32, 16, 8, 8]
  )
  .map { ShutdownStatus.DurationBucket(upperBoundSeconds: $0, count: $1) }

  @Test func `without a count there is no forecast`() {
    #expect(Self.drain([]).forecast() == nil)
  }

  @Test func `an empty process is done, and was when it was seen so`() throws {
    let forecast = try #require(Self.drain([3, 1, 0]).forecast())
    #expect(forecast.probabilityDone == 1)
    #expect(forecast.expectedLost == 0)
    #expect(forecast.medianEmptyAt == .at(2))
    #expect(forecast.basis == .empty)
  }

  @Test func `with no time left what is there is lost`() throws {
    for ages in [[], [1.0, 2, 3]] {
      let forecast = try #require(
        Self.drain([5, 3], left: 0, ages: ages, durations: Self.halving).forecast())
      #expect(forecast.probabilityDone == 0)
      #expect(forecast.expectedLost == 3)
    }
  }

  @Test func `less time left is never better, nor are more tasks`() throws {
    for ages in [false, true] {
      var before = 0.0
      for left in stride(from: 1.0, through: 60, by: 1) {
        let forecast = try #require(
          Self.drain(
            [9, 7, 4], left: left, ages: ages ? [4, 3, 2.5, 2] : [], durations: Self.halving
          ).forecast())
        #expect((0...1).contains(forecast.probabilityDone))
        #expect(forecast.probabilityDone >= before)
        before = forecast.probabilityDone
      }
    }
    // The same part of the tasks ended: all is alike but the number that is left.
    var before = 1.0
    for number in [1, 2, 4, 8, 16] {
      let forecast = try #require(Self.drain([number]).forecast())
      #expect(forecast.probabilityDone < before)
      before = forecast.probabilityDone
    }
  }

  @Test func `ninety in a hundred comes after the median`() throws {
    for ages in [[], [4, 3, 2.5, 2]] {
      let forecast = try #require(
        Self.drain([9, 7, 4], ages: ages, durations: Self.halving).forecast())
      let median = try #require(forecast.medianEmptyAt)
      #expect(median > .at(2))
      if let late = forecast.ninetyPercentEmptyAt { #expect(late > median) }
    }
  }

  @Test func `what cannot be forecast within an hour has no time`() throws {
    let stuck = Self.drain(
      Array(repeating: 2, count: 600), ages: [3000, 2000], durations: Self.halving)
    let forecast = try #require(stuck.forecast())
    #expect(forecast.ninetyPercentEmptyAt == nil)
    #expect(forecast.probabilityDone < 0.01)
    #expect(forecast.expectedLost > 1.9)
  }

  /// (1 − S(t + τ)/S(t))ⁿ and n·S(t + τ)/S(t), S being (1 + t/512 s)^(−64): e^(−t/8 s), all but.
  @Test func `of one law the counts give the closed form`() throws {
    let certain = (0..<SurvivalLaws.count).map { $0 == 17 * 9 - 1 ? 0 : -1e9 }
    let lesson = try #require(DrainLesson(Self.drain([90, 80, 70, 50], every: 2).counts))
    let grid = SurvivalGrid(lesson, prior: certain)
    for left in [1.0, 10, 40, 100] {
      let now: Double = 1 + 6.0 / 512
      let survival = (now / (now + left / 512)).raised(to: 64)
      #expect(abs(grid.probabilityEmpty(after: left) - (1 - survival).raised(to: 50)) < 1e-9)
      #expect(abs(grid.expectedLeft(after: left) - 50 * survival) < 1e-9)
    }
  }

  /// n·e^(−t/8 s) are left as far as the past reaches; beyond it nobody knows the tail.
  @Test func `an exponential drain goes on as it was seen to`() throws {
    // 1000·e^(−t/2), rounded, a poll each 4 s.
    let counts = [1000, 607, 368, 223, 135, 82, 50]
    for left in [2.0, 4, 8] {
      let forecast = try #require(Self.drain(counts, every: 4, left: left).forecast())
      #expect(abs(forecast.expectedLost / (50 * (-left / 8).exponential) - 1) < 0.15)
    }
  }

  /// S(age + τ)/S(age) = age/(age + τ) when half of the tasks reach twice any age.
  @Test func `of known ages and durations it is the product over the tasks`() throws {
    let forecast = try #require(
      Self.drain([2], left: 6, ages: [2, 2], durations: Self.halving).forecast())
    #expect(forecast.basis == .ages)
    #expect(abs(forecast.probabilityDone - 0.75 * 0.75) < 0.03)
    #expect(abs(forecast.expectedLost - 0.5) < 0.03)
    let old = try #require(
      Self.drain([1], left: 10, ages: [10], durations: Self.halving).forecast())
    #expect(abs(old.probabilityDone - 0.5) < 0.06)
    let median = try #require(old.medianEmptyAt)
    #expect(abs(median.seconds - Instant.at(10).seconds) < 2)
  }

  @Test func `a task older than all that finished is believed to last`() throws {
    let young = try #require(
      Self.drain([1], ages: [0.5], durations: Self.halving).forecast())
    let old = try #require(Self.drain([1], ages: [500], durations: Self.halving).forecast())
    #expect(young.probabilityDone > 0.9)
    #expect(old.probabilityDone < 0.1)
  }

  @Test func `tasks without an age are taken to be as old as the youngest`() throws {
    let known = try #require(
      Self.drain([3], ages: [4, 2, 2], durations: Self.halving).forecast())
    let unknown = try #require(Self.drain([3], ages: [4, 2], durations: Self.halving).forecast())
    #expect(abs(known.probabilityDone - unknown.probabilityDone) < 0.01)
    #expect(abs(known.expectedLost - unknown.expectedLost) < 0.01)
  }

  @Test func `the process's own limit ends it too`() throws {
    let free = try #require(Self.drain([9, 7, 4], left: 20).forecast())
    let limited = try #require(Self.drain([9, 7, 4], left: 20, ownLimit: 3).forecast())
    #expect(limited.end == .ownLimit)
    #expect(free.end == .kill)
    #expect(limited.probabilityDone < free.probabilityDone)
    let killed = try #require(Self.drain([9, 7, 4], left: 3).forecast())
    #expect(limited.probabilityDone == killed.probabilityDone)
    #expect(limited.expectedLost == killed.expectedLost)
    #expect(try #require(Self.drain([9], left: 20, ownLimit: 60).forecast()).end == .kill)
  }

  @Test func `a late arrival begins the drain anew`() throws {
    let late = Self.drain([9, 2, 5, 4])
    #expect(late.counts.map(\.inFlight) == [5, 4])
    let alone = DrainObservations(
      counts: [.init(time: .at(2), inFlight: 5), .init(time: .at(3), inFlight: 4)],
      killAt: .at(23))
    #expect(late.forecast() == alone.forecast())
  }

  @Test func `while tasks arrive the time left is less`() throws {
    let arriving = try #require(Self.drain([4], left: 20, arrivalsEnd: 15).forecast())
    let short = try #require(Self.drain([4], left: 5).forecast())
    #expect(arriving.probabilityDone == short.probabilityDone)
    #expect(arriving.medianEmptyAt == short.medianEmptyAt.map { $0 + .seconds(15) })
  }

  @Test func `streams are set apart, and their ages with them`() throws {
    let forecast = try #require(
      Self.drain([2], ages: [900, 800, 2, 2], durations: Self.halving, streams: 2).forecast())
    let without = try #require(Self.drain([2], ages: [2, 2], durations: Self.halving).forecast())
    #expect(forecast.streams == 2)
    #expect(forecast.probabilityDone == without.probabilityDone)
  }

  @Test func `earlier drains are believed, but not for ever`() throws {
    var quick = DrainPrior()
    var slow = DrainPrior()
    for _ in 0..<5 {
      quick.learn(Self.drain([8, 3, 1, 0]))
      slow.learn(Self.drain([8, 8, 8, 8, 7, 7, 7, 7, 7, 7, 6, 6, 6, 6, 6, 6]))
    }
    #expect(quick.drains == 5)
    func chance(_ counts: [Int], _ prior: DrainPrior?) throws -> Double {
      try #require(Self.drain(counts, left: 8).forecast(prior: prior)).probabilityDone
    }
    #expect(try chance([8], quick) > chance([8], nil))
    #expect(try chance([8], slow) < chance([8], nil))
    // This one has not moved for half a minute, whatever the others did.
    #expect(try chance(Array(repeating: 8, count: 30), quick) < 0.1)
    let forecast = try #require(Self.drain([8]).forecast(prior: quick))
    #expect(forecast.basis == .countsAndEarlierDrains)
    #expect(Self.drain([8]).forecast(prior: DrainPrior()) == Self.drain([8]).forecast())
  }
}
