import CLibrary
import PodStatus
import Testing

/// Who waits for the end of a drain, among many who do.
struct StatusWaitTests {
  /// The kubelet's hook is one of those who wait, and from an address of its own.
  @Test func `behind hundreds that wait one still waits, and who begins the drain is heard`()
    async throws
  {
    let outcome = try await PodProgram.run([]) { program in
      let port = try await program.port()
      let ask = Array("GET /shutdown-status?wait=200 HTTP/1.1\r\nHost: pod\r\n\r\n".utf8)
      let hook = connection(port, fromLastByte: 2)
      var waiting = (0..<460).map { _ in connection(port) }
      defer { for descriptor in waiting + [hook] { close(descriptor) } }
      for descriptor in [hook] + waiting { _ = send(descriptor, ask, ask.count, withoutSignal) }
      // 448 may wait: of those with the same address the oldest give way.
      for _ in 0..<(461 - 448) {
        let displaced = try #require(await firstReadable(waiting))
        #expect(await answer(displaced).hasPrefix("HTTP/1.1 503 "))
        waiting.removeAll { $0 == displaced }
        close(displaced)
      }
      #expect(
        await get(port, "/shutdown-status?drain=1", PodProgram.drainField).hasPrefix("HTTP/1.1 200")
      )
      for descriptor in [hook] + waiting {
        #expect(try await status(answer(descriptor)).phase == .drained)
      }
    }
    #expect(outcome.exitCode == 0)
  }

  private func answer(_ descriptor: Int32) async -> String {
    await onThread { () -> String in
      var bytes = [UInt8](repeating: 0, count: 4096)
      return String(decoding: bytes[..<max(read(descriptor, &bytes, 4096), 0)], as: UTF8.self)
    }
  }

  /// The first that has an answer; nil after a minute without one.
  private func firstReadable(_ descriptors: [Int32]) async -> Int32? {
    await onThread {
      var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      _ = poll(&polled, nfds_t(polled.count), 60_000)
      return polled.first { $0.revents != 0 }?.fd
    }
  }
}
