import CLibrary

/// What a process does with a signal.
package enum SignalDisposition: Equatable, Sendable {
  case byDefault
  case ignore
  /// Where its function is.
  case function(UInt)
}

/// What this process does with a signal; nil when the system does not tell.
package func signalDisposition(_ number: Int32) -> SignalDisposition? {
  var present = sigaction()
  guard sigaction(number, nil, &present) == 0 else { return nil }
  #if canImport(Darwin)
    let handler = present.__sigaction_u.__sa_handler
  #elseif canImport(Musl)
    let handler = present.__sa_handler.sa_handler
  #else
    let handler = present.__sigaction_handler.sa_handler
  #endif
  switch unsafeBitCast(handler, to: UInt.self) {
  case 0: return .byDefault
  case 1: return .ignore
  case let address: return .function(address)
  }
}
