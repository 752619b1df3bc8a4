package import CLibrary
import Synchronization

/// Starts a command in a new process group, with the default disposition of every signal and none blocked.
///
/// - Parameters:
///   - command: the program, looked up in `PATH`, and its arguments.
///   - descriptors: what become 0, 1, 2, …; without any the child has this program's own.
///   - environment: `NAME=VALUE` each; nil is this program's own.
///   - hasTerminal: false for a session of its own, in which it has no terminal to ask or disturb.
///   - addActions: adds to what the child does in its group before it becomes the command.
package func spawn(
  _ command: [String], descriptors: [Int32] = [], environment: [String]? = nil,
  hasTerminal: Bool = true,
  adding addActions: (UnsafeMutablePointer<FileActions>) -> Void = { _ in }
) throws(SystemError) -> pid_t {
  guard let program = command.first else {
    throw SystemError(action: "cannot start a program without a name", code: EINVAL)
  }
  // Inherited as ignored it would have the kernel reap the child, and its exit code be lost.
  if signalDisposition(SIGCHLD) == .ignore { signal(SIGCHLD, SIG_DFL) }
  #if canImport(Darwin)
    var actions: FileActions = nil
    var attributes: posix_spawnattr_t?
  #else
    var actions = FileActions()
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  posix_spawnattr_init(&attributes)
  defer {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }
  for (target, descriptor) in descriptors.enumerated() {
    posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
  }
  addActions(&actions)
  // A child inherits what this program ignores and blocks; a container starts with neither.
  var all = sigset_t()
  var none = sigset_t()
  sigfillset(&all)
  sigdelset(&all, SIGKILL)
  sigdelset(&all, SIGSTOP)
  sigemptyset(&none)
  posix_spawnattr_setsigdefault(&attributes, &all)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setpgroup(&attributes, 0)
  let apart = hasTerminal ? POSIX_SPAWN_SETPGROUP : newSession
  let flags = apart | CInt(POSIX_SPAWN_SETSIGDEF) | CInt(POSIX_SPAWN_SETSIGMASK)
  posix_spawnattr_setflags(&attributes, Int16(flags))
  let arguments = command.map { strdup($0) } + [nil]
  let variables = environment.map { $0.map { strdup($0) } + [nil] }
  defer { for text in arguments + (variables ?? []) { free(text) } }
  var pid = pid_t()
  let code = Pipe.isOpenOnExec.withLock { _ in
    variables.map { posix_spawnp(&pid, program, &actions, &attributes, arguments, $0) }
      ?? posix_spawnp(&pid, program, &actions, &attributes, arguments, environ)
  }
  guard code == 0 else {
    throw SystemError(action: "cannot start \(program)", code: code)
  }
  return pid
}

/// What a child does before it becomes the command.
#if canImport(Darwin)
  package typealias FileActions = posix_spawn_file_actions_t?
#else
  package typealias FileActions = posix_spawn_file_actions_t
#endif

/// POSIX_SPAWN_SETSID, which Swift's Glibc does not have; the leader of a session leads a group, too.
#if canImport(Darwin)
  private let newSession: CInt = 0x400
#else
  private let newSession: CInt = 0x80
#endif
