/// Which of a script's commands is the program, and which only prepare, wait or say something.
extension ShellScript {
  /// Builtins, and commands that end soon whatever they are given.
  private static let quick: Set = [
    "trap", "echo", "set", "export", "true", "false", ":", "[", "[[", "test", "date", "touch",
    "mkdir", "rm", "cp", "mv", "ln", "ls", "cat", "exit", "kill", "pkill", "killall", "printf",
    "cd", "pushd", "popd", "break", "continue", "return", "chmod", "chown", "chgrp", "shift",
    "unset", "umask", "ulimit", "local", "readonly", "declare", "typeset", "let", "read", "wait",
    "eval", "source", ".", "alias", "hash", "type", "which", "shopt", "sleep", "tee", "tail",
    "head", "sed", "grep", "egrep", "awk", "cut", "tr", "sort", "uniq", "wc", "xargs", "find",
    "basename", "dirname", "realpath", "readlink", "mktemp", "envsubst", "id", "whoami",
    "hostname", "uname", "pwd", "stat", "du", "df", "jq", "yq", "seq", "base64", "sysctl",
    "$()", "",
  ]

  /// Commands that take seconds and are somebody's whole work at most in a Job.
  private static let brief: Set = [
    "curl", "wget", "apk", "apt", "apt-get", "yum", "dnf", "microdnf", "update-ca-certificates",
    "nslookup", "dig", "getent", "ping", "pg_isready", "mysqladmin", "wait-for-it.sh", "wait-for",
    "kubectl",
  ]

  /// A sleep longer than this is there to keep the container alive.
  private static let longSleep = 60

  /// The commands that do the work: neither builtins nor what ends soon.
  package var programs: [Command] {
    commands.filter {
      let name = $0.program.first?.baseName ?? ""
      return !Self.quick.contains(name) && !Self.brief.contains(name)
    }
  }

  /// What somebody would call the container's program: the last command that does the work, of a
  /// pipe the first.
  package var main: (command: Command, isInPipe: Bool, isLast: Bool)? {
    let work = programs
    let place: Int?
    if let last = work.last {
      place = commands.lastIndex(of: last)
    } else {
      // Nothing but `curl …`.
      place = commands.lastIndex { !Self.quick.contains($0.program.first?.baseName ?? "") }
    }
    guard let place else { return nil }
    var first = place
    while first > 0, commands[first - 1].separator == .pipe { first -= 1 }
    let isInPipe = first < place || commands[place].separator == .pipe
    let command =
      commands[first...place].first { one in work.contains(one) } ?? commands[place]
    return (
      command, isInPipe,
      !isInPipe && place == commands.count - 1 && command.depth == 0 && command.separator == .end
    )
  }

  /// The program that a whole script comes to: what it executes, else what it runs last.
  package var lastProgram: String? {
    let executed = commands.last { $0.words.first == "exec" && !$0.program.isEmpty }
    return (executed ?? main?.command)?.program.first?.baseName
  }

  /// What does work, each once by its title; of a pipe what stands first.
  package var titles: [String] {
    var titles: [String] = []
    let work = programs
    var isInPipe = false
    for command in commands {
      if work.contains(command), !isInPipe, !titles.contains(command.title) {
        titles.append(command.title)
      }
      isInPipe = command.separator == .pipe && (isInPipe || work.contains(command))
    }
    return titles
  }

  /// Whether it ends in what only keeps the container alive: a loop that waits, a long sleep.
  package var endsWaiting: Bool {
    guard let last = commands.last else { return false }
    if last.isInLoop {
      return programs.allSatisfy { !$0.isInLoop } && commands.contains { $0.isSleepInLoop }
    }
    guard let words = topLevel.last?.words else { return false }
    return Self.sleepSeconds(words).map { $0 > Self.longSleep } ?? Self.followsFile(words)
  }

  /// Whether a command is `tail -f …`, which never ends.
  package static func followsFile(_ words: [String]) -> Bool {
    words.first == "tail"
      && words.contains { $0 == "/dev/null" || $0.hasPrefix("-f") || $0.hasPrefix("-F") }
  }
}

extension ShellScript.Command {
  /// Programs that put another in their place, with how many words of their own.
  private static let steppingStones = [
    "exec": 0, "command": 0, "nohup": 0, "time": 0, "env": 0, "sudo": 0, "gosu": 1, "su-exec": 1,
    "tini": 0, "dumb-init": 0, "docker-init": 0, "catatonit": 0,
  ]

  private static let interpreters: Set = [
    "sh", "bash", "ash", "dash", "python", "python3", "node", "ruby", "php",
  ]

  /// Its words from the program on: without assignments, redirections, `exec` and its like.
  package var program: [String] {
    var rest = words.filter { !$0.isRedirection }[...]
    while let first = rest.first {
      if first.isAssignment {
        rest.removeFirst()
      } else if let own = Self.steppingStones[first.baseName] {
        rest = rest.dropFirst(1 + own).drop { $0.hasPrefix("-") }
      } else {
        break
      }
    }
    return Array(rest)
  }

  /// The program without its path, of an interpreter with the script that it reads: `bash run.sh`.
  package var title: String {
    let words = program
    guard let name = words.first?.baseName else { return "" }
    let hasFile = Self.interpreters.contains(name) && words.count > 1 && !words[1].hasPrefix("-")
    return hasFile ? "\(name) \(words[1].baseName)" : name
  }

  /// As it is written, cut after a few words.
  package var shown: String {
    let words = program
    return words.prefix(3).joined(separator: " ") + (words.count > 3 ? " …" : "")
  }

  fileprivate var isSleepInLoop: Bool { isInLoop && ShellScript.sleepSeconds(words) != nil }
}

extension String {
  /// Whether it is `NAME=value`.
  fileprivate var isAssignment: Bool {
    guard let equals = firstIndex(of: "="), equals > startIndex else { return false }
    return self[..<equals].allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}
