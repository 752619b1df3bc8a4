import CLibrary

/// Writes a line to stdout, but never waits for whoever reads it, nor ends with them: a log that is full, stuck or gone
/// must not hold up a drain.
package func writeLine(_ line: String) {
  var entry = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
  guard poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLOUT) != 0 else { return }
  // A pipe that is ready takes as much as this at once.
  writeWithoutSignal(STDOUT_FILENO, Array(line.utf8.prefix(4000)) + [0x0a])
}

/// Lets a millisecond go by, for who waits on a thread of its own.
func pause() { usleep(1000) }
