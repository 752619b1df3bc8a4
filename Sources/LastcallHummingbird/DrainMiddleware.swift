#if Hummingbird
  public import Hummingbird
  public import LastcallPod

  /// Counts each request from its head to the last byte of its answer, and refuses with 503 what comes when new
  /// work is refused.
  ///
  /// Add it first: what stands before it is not counted. While the pod drains, every answer over HTTP/1 asks the client
  /// to close its connection, so that none is closed under a request. HTTP/2 has no such header, and says GOAWAY when the
  /// server shuts down; a server for HTTP/2 takes `endsWhenIdle` of `DrainService`. Without TLS its router needs a
  /// ``ConnectionRequestContext``: else its answers cannot be told from those of HTTP/1.
  ///
  /// An answer of the type `text/event-stream` counts as a stream from its head on.
  public struct DrainMiddleware<Context: RequestContext>: RouterMiddleware {
    private let drain: DrainController
    private let kind: (@Sendable (Request) -> TaskKind)?

    /// Makes a middleware for one router.
    ///
    /// - Parameters:
    ///   - drain: its tasks are the requests.
    ///   - kind: what a request is; by default those that would rather have `text/event-stream` than anything else are
    ///     streams.
    public init(drain: DrainController, kind: (@Sendable (Request) -> TaskKind)? = nil) {
      self.drain = drain
      self.kind = kind
    }

    /// Counts the request and everything that follows of it.
    @concurrent public func handle(
      _ request: Request, context: Context,
      next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
      let kind = kind?(request) ?? (request.prefersEventStream ? .stream : .request)
      guard let place = drain.tasks.enterUnlessRefused(kind) else {
        var refusal = Response(status: .serviceUnavailable, headers: [.retryAfter: "1"])
        close(request, context, with: &refusal)
        return refusal
      }
      let task = CountedTask(place, of: drain.tasks)
      var response: Response
      do {
        response = try await next(request, context)
      } catch let error as any HTTPResponseError {
        // Its answer is to be counted, too; further out it would be made all the same.
        response = try error.response(from: request, context: context)
      } catch is WorkRefused {
        response = Response(status: .serviceUnavailable, headers: [.retryAfter: "1"])
      }
      if self.kind == nil, let type = response.headers[.contentType] {
        task.change(to: MediaRange(type[...]).isEventStream ? .stream : .request)
      }
      if drain.hasBegun { close(request, context, with: &response) }
      response.body = ResponseBody(contentLength: response.body.contentLength) {
        [body = response.body] writer in
        defer { task.end() }
        try await body.write(writer)
      }
      return response
    }

    /// Has the connection close after the answer, where its protocol can say so.
    private func close(_ request: Request, _ context: Context, with response: inout Response) {
      // Over TLS HTTP/1 says `http` here, since its codec knows nothing of TLS, and HTTP/2 says what its client does.
      let isHTTP2 =
        (context as? any ConnectionRequestContext)?.isHTTP2 ?? (request.head.scheme == "https")
      if !isHTTP2 { response.headers[.connection] = "close" }
    }
  }

  /// A task that ends with its answer, or with the last reference to it, for an answer may never be written.
  private final class CountedTask: Sendable {
    private let place: TaskCounter.Place
    private let tasks: TaskCounter

    init(_ place: TaskCounter.Place, of tasks: TaskCounter) {
      self.place = place
      self.tasks = tasks
    }

    func change(to kind: TaskKind) { tasks.change(place, to: kind) }

    func end() { tasks.leave(place) }

    deinit { end() }
  }
#else
  /// Counts the requests of Hummingbird.
  @available(*, unavailable, message: "enable the package trait Hummingbird of lastcall")
  public struct DrainMiddleware {
    public init(drain: Any) {}
  }
#endif
