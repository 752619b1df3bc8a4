import PodStatus
import Testing

@testable import DrainForecast
@testable import ShutdownModel

/// The quantile of what is left of a task, against numbers reckoned by hand.
///
/// Of 100 tasks 50 end by 1 s, 40 by 2 s, 10 by 4 s: S is 0.5, 0.1 and 0. The least mean is
/// 0.5·1 + 0.1·1 + 0·2 = 0.6 s, so that a tail of 1 in 100 may weigh 0.006 s: the last 0.06 s of the
/// bucket in which a tenth of all tasks still runs.
struct ResidualLawTests {
  private static func law(
    _ counts: [Int], bounds: [Double] = [1, 2, 4, 8], ages: [Double] = [], pods: Int = 1
  ) -> ResidualLaw {
    var law = ResidualLaw()
    for _ in 0..<pods {
      law.add(
        ShutdownStatus(
          phase: .running, inFlight: ages.count, oldestSeconds: ages,
          durations: zip(bounds, counts).map { .init(upperBoundSeconds: $0, count: $1) }))
    }
    return law
  }

  private static func seconds(_ law: ResidualLaw, _ inFlight: Int) -> Double? {
    try? law.quantile(inFlight: inFlight).get().seconds
  }

  private static func refusal(_ law: ResidualLaw, _ inFlight: Int = 1) -> ResidualLaw.Refusal? {
    guard case .failure(let error) = law.quantile(inFlight: inFlight) else { return nil }
    return error.refusal
  }

  @Test func `one task in flight needs the quantile 0_99, ten need 0_999`() throws {
    let one = try Self.law([50, 40, 10, 0]).quantile(inFlight: 1).get()
    #expect(abs(one.seconds - 3.94) < 1e-9)
    #expect(one.part == 0.99)
    #expect(one.finishedTasks == 100)
    #expect(one.p99Seconds == 4)
    let ten = try Self.law([500, 400, 100, 0]).quantile(inFlight: 10).get()
    #expect(abs(ten.seconds - 3.994) < 1e-9)
    #expect(ten.part == 0.999)
  }

  @Test func `the quantile is of what is left, not of the durations`() throws {
    // 99 in 100 tasks end within a second, and yet the hundredth is most of the time.
    let quantile = try Self.law([9900, 0, 100, 0]).quantile(inFlight: 10).get()
    #expect(quantile.p99Seconds == 1)
    #expect(quantile.seconds > 3.9)
  }

  @Test func `pods with the same buckets are put together, and count`() throws {
    let quantile = try Self.law([50, 40, 10, 0], pods: 10).quantile(inFlight: 10).get()
    #expect(quantile.pods == 10)
    #expect(quantile.finishedTasks == 1000)
    var mixed = Self.law([50, 40, 10, 0], pods: 2)
    mixed.merge(Self.law([1, 1], bounds: [1, 9]))
    #expect(try mixed.quantile(inFlight: 2).get().pods == 2)
  }

  @Test func `a task in flight counts for the buckets it has behind it`() throws {
    // S(1) = 51/101, S(2) = 11/101, S(4) = 0: 4 - (62/101)/100 / (11/101).
    let law = Self.law([50, 40, 10, 0], ages: [3])
    #expect(abs(try #require(Self.seconds(law, 1)) - (4 - 0.62 / 11)) < 1e-9)
  }

  @Test func `fewer tasks than the quantile is fine cannot tell it`() {
    #expect(
      Self.refusal(Self.law([50, 40, 9, 0])) == .tooFewTasks(finished: 99, needed: 100))
    #expect(
      Self.refusal(Self.law([50, 40, 10, 0]), 2) == .tooFewTasks(finished: 100, needed: 200))
    #expect(
      Self.refusal(Self.law([50, 40, 10, 0]), .max)
        == .tooFewTasks(finished: 100, needed: .max))
  }

  @Test func `the last bucket has no end, nor has a task older than all that finished`() {
    #expect(Self.refusal(Self.law([50, 40, 9, 1])) == .openEnd(beyond: 4))
    #expect(Self.refusal(Self.law([50, 50], bounds: [1, 600])) == .openEnd(beyond: 1))
    #expect(Self.refusal(Self.law([50, 40, 10, 0], ages: [5])) == .openEnd(beyond: 4))
  }

  @Test(arguments: [
    [], [0, 0, 0, 0], [-1, -5, 0, 0],
  ])
  func `no finished task is no histogram`(counts: [Int]) {
    #expect(Self.refusal(Self.law(counts)) == .noHistogram)
  }

  @Test func `whatever numbers come from outside, it is a length or a refusal`() {
    for counts in [[Int.max, Int.max, Int.max, 0], [Int.max, 0, 1, 0], [1000, 0, 0, 0]] {
      for bounds in [[1e-300, 1, 4, 8], [1, 2, 3e8, 1e9], [0, 1, 2, 3], [.infinity, 1, 2, 3]] {
        for inFlight in [-1, 0, 1, Int.max] {
          let law = Self.law(counts, bounds: bounds, ages: [.infinity, -1, .nan, 1e308])
          if let seconds = Self.seconds(law, inFlight) {
            #expect(seconds >= 0 && seconds <= 1e9)
          }
        }
      }
    }
  }
}
