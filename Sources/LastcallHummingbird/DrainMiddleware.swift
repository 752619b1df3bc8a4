#if Hummingbird
  public import Hummingbird
  public import LastcallPod

  /// Counts each request from its head to the last byte of its answer, and refuses with 503 what comes when new
  /// work is refused.
  ///
  /// Add it first: what stands before it is not counted. While the pod drains, every answer asks the client to
  /// close its connection, so that none is closed under a request.
  public struct DrainMiddleware<Context: RequestContext>: RouterMiddleware {
    private let drain: DrainController
    private let closesConnections: Bool
    private let kind: @Sendable (Request) -> TaskKind

    /// Makes a middleware for one router.
    ///
    /// - Parameters:
    ///   - drain: its tasks are the requests.
    ///   - closesConnections: whether answers say `Connection: close` during the drain; HTTP/2 knows no such
    ///     header, and an answer that has it fails.
    ///   - kind: what a request is; those that accept `text/event-stream` are streams by default.
    public init(
      drain: DrainController, closesConnections: Bool = true,
      kind: @escaping @Sendable (Request) -> TaskKind = {
        $0.headers[.accept] == "text/event-stream" ? .stream : .request
      }
    ) {
      self.drain = drain
      self.closesConnections = closesConnections
      self.kind = kind
    }

    /// Counts the request and everything that follows of it.
    @concurrent public func handle(
      _ request: Request, context: Context,
      next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
      guard let ticket = drain.tasks.admit(kind(request)) else {
        var refusal = Response(status: .serviceUnavailable, headers: [.retryAfter: "1"])
        if closesConnections { refusal.headers[.connection] = "close" }
        return refusal
      }
      let task = CountedTask(ticket, of: drain.tasks)
      var response: Response
      do {
        response = try await next(request, context)
      } catch let error as any HTTPResponseError {
        // Its answer is to be counted, too; further out it would be made all the same.
        response = try error.response(from: request, context: context)
      }
      if closesConnections, drain.hasBegun { response.headers[.connection] = "close" }
      response.body = ResponseBody(contentLength: response.body.contentLength) {
        [body = response.body] writer in
        defer { task.end() }
        try await body.write(writer)
      }
      return response
    }
  }

  /// A task that ends with its answer, or with the last reference to it, for an answer may never be written.
  private final class CountedTask: Sendable {
    private let ticket: TaskCounter.Ticket
    private let tasks: TaskCounter

    init(_ ticket: TaskCounter.Ticket, of tasks: TaskCounter) {
      self.ticket = ticket
      self.tasks = tasks
    }

    func end() { tasks.end(ticket) }

    deinit { end() }
  }
#else
  /// Counts the requests of Hummingbird.
  @available(*, unavailable, message: "enable the package trait Hummingbird of lastcall")
  public struct DrainMiddleware {
    public init(drain: Any) {}
  }
#endif
