package import ShutdownModel
package import Time

extension Sample {
  /// Until when the count stands for what is there: a little behind the next poll.
  ///
  /// - Parameter seenAt: when the shutdown was seen; from then on the pods are polled faster.
  package func end(fastFrom seenAt: Instant?) -> Instant {
    let isFast = seenAt.map { time >= $0 } ?? false
    return time + (isFast ? .milliseconds(1200) : .milliseconds(3200))
  }
}
