internal import CLibrary
import Dispatch
import HarmlessText
import ShutdownModel
import Subprocess
import Synchronization

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// A program that unpacks a file into a pipe.
final class Unpacking {
  let output: CInt
  private let program: String
  private let failure = Failure()

  /// Written by the program's task, read once that has ended.
  private final class Failure: Sendable {
    let reason = Mutex<String?>(nil)
    let hasEnded = DispatchSemaphore(value: 0)
  }

  /// The program for a file that begins so; nil when it is not packed.
  ///
  /// Source: RFC 1952 (1f 8b), RFC 8878 (28 b5 2f fd).
  static func program(for beginning: [UInt8]) -> String? {
    if beginning.starts(with: [0x1F, 0x8B]) { return "gzip" }
    return beginning.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) ? "zstd" : nil
  }

  init(_ program: String, path: String, file: CInt) throws(FileError) {
    self.program = program
    let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
    do {
      pipe = try FileDescriptor.pipe()
    } catch {
      throw FileError(path, "cannot open a pipe to \(program): \(error)")
    }
    output = pipe.readEnd.rawValue
    _ = fcntl(output, F_SETFD, FD_CLOEXEC)
    let failure = failure
    Task.detached {
      do {
        let result = try await Subprocess.run(
          .name(program), arguments: ["-dcq"],
          input: .fileDescriptor(
            FileDescriptor(rawValue: file), closeAfterSpawningProcess: false),
          output: .fileDescriptor(pipe.writeEnd, closeAfterSpawningProcess: true),
          error: .string(limit: 2000))
        if !result.terminationStatus.isSuccess {
          failure.reason.withLock { $0 = "\(program): \(result.standardError)" }
        }
      } catch {
        try? pipe.writeEnd.close()
        failure.reason.withLock { $0 = "cannot run \(program) to decompress it; install it" }
      }
      failure.hasEnded.signal()
    }
  }

  /// Waits for the program, whose output has ended; what went wrong, if anything did.
  func finish() -> String? {
    failure.hasEnded.wait()
    failure.hasEnded.signal()
    return failure.reason.withLock { $0 }?.harmless(limit: 300)
  }
}
