import ShutdownModel
import Testing

@testable import LogText

/// Lines as the servers write them, with their prefixes.
struct ServerTextTests {
  static let lines: [(LogSign, String)] = [
    (
      .signal,
      "2026/11/23 10:00:00 [notice] 1#1: signal 3 (SIGQUIT) received from 29595, shutting down"
    ),
    (.part, "2026/11/23 10:00:00 [notice] 8#8: gracefully shutting down"),
    (.part, "2026/11/23 10:00:00 [notice] 8#8: exiting"),
    (.part, "2026/11/23 10:00:00 [notice] 8#8: exit"),
    (.part, "2026/11/23 10:00:00 [notice] 1#1: worker process 8 exited with code 0"),
    (.finished, "2026/11/23 10:00:00 [notice] 1#1: exit"),
    (.cut, "2026/11/23 10:00:00 [notice] 1#1: signal 15 (SIGTERM) received from 29, exiting"),
    (.signal, "[WARNING] (1) : Exiting Master process..."),
    (.part, "[WARNING] (8) : Proxy fe stopped (cumulated conns: FE: 1, BE: 0)."),
    (.timedOut, "[WARNING] (8) : Proxy fe hard-stopped (3 remaining conns will be closed)."),
    (.timedOut, "[WARNING] (8) : soft-stop running for too long, performing a hard-stop."),
    (.timedOut, "[WARNING] (8) : Some tasks resisted to hard-stop, exiting now."),
    (.part, "[WARNING] (8) : Scheduling a soft-stop in 500 ms."),
    (.finished, "[NOTICE] (1) : Current worker (8) exited with code 0 (Exit)"),
    (.cut, "[ALERT] (1) : Current worker (8) exited with code 143 (Terminated)"),
    (.finished, "[WARNING] (1) : All workers exited. Exiting... (0)"),
    (
      .draining,
      "[mpm_event:notice] [pid 1:tid 1] AH00492: caught SIGWINCH, shutting down gracefully"
    ),
    (.cut, "[mpm_event:notice] [pid 1:tid 1] AH00491: caught SIGTERM, shutting down"),
    (.timedOut, "[core:warn] AH00045: child process 1088 still did not exit, sending a SIGTERM"),
    (
      .signal,
      "[2026-11-23 10:00:00.123][1][warning][main] [source/server/server.cc:895] caught ENVOY_SIGTERM"
    ),
    (
      .draining,
      "[2026-11-23 10:00:00.123][1][info][main] [source/server/server.cc:1014] shutting down server instance"
    ),
    (
      .cut,
      "[2026-11-23 10:00:00.123][1][info][main] [source/server/server.cc:960] main dispatch loop exited"
    ),
    (.ended, "[2026-11-23 10:00:00.123][1][info][main] [source/server/server.cc:1006] exiting"),
    (.draining, "2026-11-23T10:00:00.000000Z\tinfo\tAgent draining Proxy"),
    (.draining, "2026-11-23T10:00:00.000000Z\tinfo\tAgent draining Proxy for termination"),
    (
      .draining, "2026-11-23T10:00:00.000000Z\tinfo\tGraceful termination period is 5s, starting..."
    ),
    (
      .forced,
      "2026-11-23T10:00:00.000000Z\tinfo\tGraceful termination period complete, terminating remaining proxies."
    ),
    (.forced, "2026-11-23T10:00:00.000000Z\twarn\tAborted all epochs"),
    (
      .draining,
      "info\tAgent draining proxy for 5s, then waiting for active connections to terminate..."
    ),
    (.waiting, "info\tChecking for active connections..."),
    (.finished, "info\tThere are no more active connections. terminating proxy..."),
    (.ended, "info\tAgent has successfully terminated"),
    (.part, "info\tStatus server has successfully terminated"),
    (.draining, "info\thandling /drain, starting drain"),
    (
      .signal,
      #"{"level":"info","ts":1795392000.1,"msg":"shutting down apps, then terminating","signal":"SIGTERM"}"#
    ),
    (.signal, #"{"level":"warn","ts":1795392000.1,"msg":"exiting; byeee!! 👋","signal":"SIGTERM"}"#),
    (
      .part,
      #"{"level":"info","msg":"servers shutting down; grace period initiated","duration":10}"#
    ),
    (.finished, #"{"level":"info","msg":"shutdown complete","signal":"SIGTERM","exit_code":0}"#),
    (.signal, #"{"level":"info","time":"2026-11-23T10:00:00Z","message":"I have to go..."}"#),
    (.draining, #"{"level":"info","message":"Stopping server gracefully"}"#),
    (
      .draining,
      #"{"level":"info","entryPointName":"web","message":"Waiting 2s for incoming requests to cease"}"#
    ),
    (.draining, #"{"level":"debug","message":"Waiting 10s seconds before killing connections"}"#),
    (.part, #"{"level":"debug","message":"Entrypoint closed"}"#),
    (.finished, #"{"level":"info","message":"Server stopped"}"#),
    (.draining, #"{"level":"info","message":"Shutting down"}"#),
    (.signal, "[2026-11-23 10:00:00 +0000] [1] [INFO] Handling signal: term"),
    (.cut, "[2026-11-23 10:00:00 +0000] [1] [INFO] Handling signal: quit"),
    (.cut, "[2026-11-23 10:00:00 +0000] [1] [INFO] Handling signal: int"),
    (.part, "[2026-11-23 10:00:00 +0000] [25083] [INFO] Worker exiting (pid: 25083)"),
    (
      .timedOut,
      "[2026-11-23 10:00:00 +0000] [1] [ERROR] Worker (pid:25758) was sent SIGKILL! Perhaps out of memory?"
    ),
    (.finished, "[2026-11-23 10:00:00 +0000] [1] [INFO] Shutting down: Master"),
    (.draining, "INFO:     Shutting down"),
    (.waiting, "INFO:     Waiting for connections to close. (CTRL+C to force quit)"),
    (.waiting, "INFO:     Waiting for background tasks to complete. (CTRL+C to force quit)"),
    (.timedOut, "ERROR:    Cancel 1 running task(s), timeout graceful shutdown exceeded"),
    (.draining, "INFO:     Waiting for application shutdown."),
    (.ended, "INFO:     Application shutdown complete."),
    (.finished, "INFO:     Finished server process [1]"),
    (.signal, "[INFO] Shutting down granian"),
    (.part, "[INFO] Stopping worker-1"),
    (.part, "[INFO] Stopped worker-1"),
    (.finished, "[INFO] Granian shutdown completed, see ya!"),
    (.cut, "2026-11-23 10:00:00,000 INFO     Killed 1 pending application instances"),
    (
      .draining,
      "2026-11-23T10:00:00.000Z  INFO 1 --- [ionShutdownHook] o.s.b.w.e.tomcat.GracefulShutdown : Commencing graceful shutdown. Waiting for active requests to complete"
    ),
    (
      .finished,
      "2026-11-23T10:00:00.000Z  INFO 1 --- [tomcat-shutdown] o.s.b.w.e.tomcat.GracefulShutdown : Graceful shutdown complete"
    ),
    (
      .timedOut,
      "INFO 1 --- o.s.b.w.e.tomcat.GracefulShutdown : Graceful shutdown aborted with one or more requests still active"
    ),
    (
      .timedOut,
      "INFO 1 --- o.s.c.support.DefaultLifecycleProcessor : Failed to shut down 1 bean with phase value 2147482623 within timeout of 30000ms"
    ),
    (.draining, "- Gracefully stopping, waiting for requests to finish"),
    (.finished, "=== puma shutdown: 2026-11-23 10:00:00 +0000 ==="),
    (.finished, "- Goodbye!"),
    (.draining, "[1] - Gracefully shutting down workers..."),
    (.timedOut, "[1] ! Cancelled waiting for workers"),
    (
      .timedOut,
      "[1] ! Terminating timed out worker (worker failed to check in within 60 seconds): 8"
    ),
    (.cut, "[1] Early termination of worker"),
    (.draining, "I, [2026-11-23T10:00:00 #1]  INFO -- : gracefully stopping all workers"),
    (.signal, "2026-11-23T10:00:00.000Z pid=1 tid=abc INFO: Terminating quiet workers"),
    (.signal, "pid=1 tid=abc INFO: Terminating quiet threads"),
    (.waiting, "pid=1 tid=abc INFO: Pausing to allow workers to finish..."),
    (.waiting, "pid=1 tid=abc INFO: Pausing to allow jobs to finish..."),
    (.timedOut, "pid=1 tid=abc INFO: Pushed 3 jobs back to Redis"),
    (.draining, "pid=1 tid=abc INFO: Shutting down"),
    (.finished, "pid=1 tid=abc INFO: Bye!"),
    (.draining, "worker: Warm shutdown (MainProcess)"),
    (.cut, "worker: Cold shutdown (MainProcess)"),
    (.cut, "WorkerLostError: Worker exited prematurely: signal 15 (SIGTERM) Job: 7."),
    (.draining, "[23-Nov-2026 10:00:00] NOTICE: Finishing ..."),
    (.cut, "[23-Nov-2026 10:00:00] NOTICE: Terminating ..."),
    (.finished, "[23-Nov-2026 10:00:00] NOTICE: exiting, bye-bye!"),
    (.draining, "...gracefully killing workers..."),
    (.cut, "...brutally killing workers..."),
    (.signal, "SIGINT/SIGTERM received...killing workers..."),
    (.part, "worker 1 buried after 0 seconds"),
    (.finished, "goodbye to uWSGI."),
    (.draining, "2026-11-23 10:00:00.000 UTC [1] LOG:  received smart shutdown request"),
    (.signal, "2026-11-23 10:00:00.000 UTC [1] LOG:  received fast shutdown request"),
    (.cut, "2026-11-23 10:00:00.000 UTC [1] LOG:  received immediate shutdown request"),
    (.cut, "2026-11-23 10:00:00.000 UTC [1] LOG:  aborting any active transactions"),
    (
      .weak,
      "2026-11-23 10:00:00.000 UTC [9] FATAL:  terminating connection due to administrator command"
    ),
    (.finished, "2026-11-23 10:00:00.000 UTC [1] LOG:  database system is shut down"),
    (.signal, "1:signal-handler (1795392000) Received SIGTERM scheduling shutdown..."),
    (.signal, "1:M 23 Nov 2026 10:00:00.000 # User requested shutdown..."),
    (.waiting, "1:M 23 Nov 2026 10:00:00.000 * Waiting for replicas before shutting down."),
    (.draining, "1:M 23 Nov 2026 10:00:00.000 * Saving the final RDB snapshot before exiting."),
    (.finished, "1:M 23 Nov 2026 10:00:00.000 # Redis is now ready to exit, bye bye..."),
    (.draining, "2026-11-23 10:00:00: (server.c.2139) [note] graceful shutdown started"),
    (.signal, "2026-11-23 10:00:00: (server.c.1551) server stopped by UID = 0 PID = 1"),
    (.signal, "Info: Manager got SIGTERM from PID 1"),
    (.draining, "Debug: Stopping Child"),
    (
      .signal,
      #"{"EventId":0,"LogLevel":"Information","Category":"Microsoft.Hosting.Lifetime","Message":"x","message":"Application is shutting down..."}"#
    ),
    (.signal, "info: Microsoft.Hosting.Lifetime[0] Application is shutting down..."),
    (.signal, "SIGQUIT: quit"),
    (.part, "2026/11/23 10:00:00 http: Server closed"),
    (.timedOut, "2026/11/23 10:00:00 context deadline exceeded"),
    (
      .signal,
      "debug sl: [ServiceLifecycle] Signal caught. Shutting down the group. sl-signal=SIGTERM"
    ),
    (.draining, "debug sl: [ServiceLifecycle] Triggering graceful shutdown for service"),
    (.part, "debug sl: [ServiceLifecycle] Service finished"),
    (
      .timedOut,
      "debug sl: Graceful shutdown took longer than allowed by the configuration. Cancelling the group now."
    ),
    (.cut, "debug sl: Signal caught. Cancelling the group."),
    (.timedOut, "debug sl: Cancellation took longer than allowed by the configuration."),
    (.finished, "debug sl: Service lifecycle ended"),
  ]

  @Test(arguments: lines)
  func `a server's line is recognised`(sign: LogSign, text: String) throws {
    #expect(try ShippedPatterns.line(text).sign == sign, "\(text)")
  }

  @Test(arguments: [
    "[FlyingFox] critical: server error: SocketError. Disconnected",
    "command terminated with exit code 137",
    "2026/11/23 10:00:00 [notice] 1#1: signal 17 (SIGCHLD) received from 8",
    "2026/11/23 10:00:00 [notice] 1#1: start worker process 8",
    "HikariPool-1 - Shutdown completed.",
    "HikariPool-1 - Pool stats (total=10, active=0, idle=10, waiting=0)",
  ])
  func `noise is not`(text: String) throws {
    #expect(try ShippedPatterns.finding(text) == LogRecogniser.Finding(), "\(text)")
  }
}
