import KubernetesObjects

/// What an exit code of Windows says: an NTSTATUS where no program chose it.
///
/// Source: `winnt.h`, `ntstatus.h`; .NET ends with 0xE0434352 on an exception that nobody catches.
package struct WindowsExit: Equatable {
  /// As Windows writes it: `0xC000013A`.
  package var code: String
  /// What it stands for.
  package var meaning: String
  /// The program broke off on a fault.
  package var isFault: Bool

  /// Nil for a code that a program may have chosen itself.
  package init?(_ exitCode: Int) {
    guard
      let status = UInt32(exactly: exitCode)
        ?? Int32(exactly: exitCode).map(UInt32.init(bitPattern:)),
      let (meaning, isFault) = WindowsExit.known[status] ?? WindowsExit.unknown(status)
    else { return nil }
    let digits = String(status, radix: 16, uppercase: true)
    code = "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    self.meaning = meaning
    self.isFault = isFault
  }

  private static let known: [UInt32: (String, Bool)] = [
    0xC000_013A: (
      "the program ended on Ctrl-C, or on the shutdown event that stands for SIGTERM on Windows",
      false
    ),
    0x4001_0004: ("another process ended it", false),
    0x4001_0005: ("the program ended on Ctrl-C", false),
    0xC000_0005: ("access violation", true),
    0xC000_001D: ("illegal instruction", true),
    0xC000_0094: ("integer division by zero", true),
    0xC000_00FD: ("stack overflow", true),
    0xC000_0135: ("a DLL was not found", false),
    0xC000_0142: ("a DLL failed to initialize", false),
    0xC000_0374: ("heap corruption", true),
    0xC000_0409: ("the program aborted itself (fail fast)", true),
    0xE043_4352: ("an uncaught .NET exception", true),
  ]

  /// A status of the severity "error" that no program returns by itself.
  private static func unknown(_ status: UInt32) -> (String, Bool)? {
    status >> 28 == 0xC ? ("a Windows error status", false) : nil
  }
}

extension Ending {
  /// `0xC0000005 (access violation)` for a container of Windows that a fault ended.
  ///
  /// Linux has no exit code above 255, so that such a code is one of Windows wherever it stands.
  var windowsFault: String? {
    guard let exit = WindowsExit(termination.exitCode), exit.isFault else { return nil }
    return "exit code \(exit.code) (\(exit.meaning))"
  }
}
