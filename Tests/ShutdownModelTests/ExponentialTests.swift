import Testing

@testable import DrainForecast
@testable import ShutdownModel

/// The model's own exponential and logarithm against known values and each other.
@Suite struct ExponentialTests {
  @Test(arguments: [
    (0.0, 1.0), (1, 2.718_281_828_459_045), (-1, 0.367_879_441_171_442_33),
    (0.5, 1.648_721_270_700_128_2),
    (10, 22_026.465_794_806_718), (-40, 4.248_354_255_291_589e-18),
    (300, 1.942_426_395_241_256e130),
  ])
  func `powers of e`(power: Double, value: Double) {
    #expect(abs(power.exponential / value - 1) < 1e-14)
    #expect(abs(value.logarithm - power) <= 1e-14 * max(abs(power), 1))
  }

  @Test func `each undoes the other over all magnitudes`() {
    for step in -6_900...6_900 {
      let power = Double(step) / 10
      #expect(abs(power.exponential.logarithm - power) < 1e-12)
    }
  }

  @Test func `at the ends of the numbers they end too`() {
    #expect((-1e9).exponential == 0)
    #expect((-Double.infinity).exponential == 0)
    #expect(Double.infinity.exponential.isFinite)
    #expect(Double.nan.exponential.isNaN)
    #expect(0.0.logarithm == -.infinity)
    #expect((-1.0).logarithm.isNaN)
    #expect(Double.infinity.logarithm == .infinity)
    #expect(abs(Double.leastNonzeroMagnitude.logarithm + 744.440_071_921_381_2) < 1e-9)
    #expect(0.5.raised(to: 3) == 0.125)
    #expect(0.0.raised(to: 0) == 1)
  }
}
