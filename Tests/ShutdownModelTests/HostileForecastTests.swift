import PodStatus
import ShutdownModel
import Testing
import Time

@testable import DrainForecast

/// Numbers from outside may be anything; a forecast is a chance all the same.
@Suite struct HostileForecastTests {
  private static func expectSane(_ drain: DrainObservations, _ comment: Comment) {
    guard let forecast = drain.forecast() else { return }
    #expect((0...1).contains(forecast.probabilityDone), comment)
    #expect((0...Double(drain.inFlight ?? 0)).contains(forecast.expectedLost), comment)
    #expect(forecast.streams >= 0, comment)
  }

  @Test(arguments: 0..<300)
  func `any numbers give a chance between nought and one`(seed: Int) {
    var chance = SeededGenerator(seed: seed)
    let doubles: [Double] = [
      .nan, .infinity, -.infinity, -1, 0, -0.0, 1e-300, 1e-9, 0.5, 3, 20, 1e6, 1e12, 1e300,
    ]
    let integers = [Int.min, -1, 0, 1, 2, 5, 40, 1000, 1_000_000_000, .max]
    let times: [Int64] = [.min, -1, 0, 1, 1_000_000_000, 30_000_000_000, .max]
    func some<Value>(_ values: [Value], _ count: Int) -> [Value] {
      (0..<Int.random(in: 0...count, using: &chance)).map { _ in chance.pick(values) }
    }
    let drain = DrainObservations(
      counts: some(integers, 8).map {
        .init(time: Instant(nanoseconds: chance.pick(times)), inFlight: $0)
      },
      ages: some(doubles, 5),
      durations: some(doubles, 5).map {
        .init(upperBoundSeconds: $0, count: chance.pick(integers))
      },
      streams: chance.pick(integers), killAt: Instant(nanoseconds: chance.pick(times)),
      ownLimitAt: some(times, 1).first.map { Instant(nanoseconds: $0) },
      arrivalsEndAt: some(times, 1).first.map { Instant(nanoseconds: $0) })
    Self.expectSane(drain, "\(drain)")
    var prior = DrainPrior()
    prior.learn(drain)
    if let forecast = ForecastTests.drain([5, 3]).forecast(prior: prior) {
      #expect((0...1).contains(forecast.probabilityDone), "\(drain)")
    }
  }

  @Test func `a pod with a million tasks has a forecast`() throws {
    let drain = ForecastTests.drain([1_000_000, 500_000, 250_000, 125_000], left: 20)
    let forecast = try #require(drain.forecast())
    #expect(forecast.probabilityDone < 0.9)
    Self.expectSane(drain, "a million")
  }

  @Test func `a histogram out of order is not believed`() {
    let drain = ForecastTests.drain(
      [2], ages: [1, 1],
      durations: [
        .init(upperBoundSeconds: 5, count: 3), .init(upperBoundSeconds: 1, count: 3),
      ])
    #expect(drain.forecast()?.basis == .counts)
  }

  @Test func `a thousand buckets are as good as a few`() throws {
    let fine = (1...1000).map {
      ShutdownStatus.DurationBucket(upperBoundSeconds: Double($0) / 20, count: 1)
    }
    let coarse = (1...50).map {
      ShutdownStatus.DurationBucket(upperBoundSeconds: Double($0), count: 20)
    }
    let ages = [12.0, 7, 3]
    let drain = ForecastTests.drain([3], ages: ages, durations: fine)
    #expect(drain.durations.count <= 64)
    #expect(drain.durations.reduce(0) { $0 + $1.count } == 1000)
    let one = try #require(drain.forecast())
    let other = try #require(ForecastTests.drain([3], ages: ages, durations: coarse).forecast())
    #expect(abs(one.probabilityDone - other.probabilityDone) < 0.02)
  }
}
