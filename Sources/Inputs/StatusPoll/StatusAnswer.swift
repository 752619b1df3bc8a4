import PodStatus
import ShutdownModel

extension StatusObservation.Answer {
  /// What an answer that came through the API server's pod proxy means.
  ///
  /// A body of `kind: Status` is the API server's own word, not the pod's.
  init(
    proxied response: HTTPResponse, kind: StatusKind = .lastcall,
    mapping: StatusMapping = StatusMapping()
  ) {
    if response.head.status != 200, let status = APIStatus(response.body) {
      self = StatusObservation.Answer(status, code: response.head.status)
    } else {
      self.init(direct: response, kind: kind, mapping: mapping)
    }
  }

  /// What an answer of the pod itself means.
  init(
    direct response: HTTPResponse, kind: StatusKind = .lastcall,
    mapping: StatusMapping = StatusMapping()
  ) {
    guard response.head.status != 404 else {
      self = .notFound
      return
    }
    do {
      self = .report(
        try kind.status(code: response.head.status, body: response.body, mapping: mapping))
    } catch {
      self = .malformed(reason: error.reason)
    }
  }

  private init(_ status: APIStatus, code: Int) {
    let message = status.message ?? ""
    switch code {
    case 401, 403: self = .forbidden
    case _ where message.contains("connection refused"): self = .refused
    case _
    where message.contains("timeout") || message.contains("no route to host")
      || message.contains("deadline exceeded"):
      self = .timedOut
    default: self = .failed(String(message.prefix(200)))
    }
  }

  /// What a request without an answer means when the pod itself was asked.
  init(direct error: HTTPError) {
    switch error {
    case .refused: self = .refused
    case .timedOut: self = .timedOut
    case .malformed(let reason): self = .malformed(reason: reason)
    case .closed, .unreachable: self = .failed("\(error)")
    }
  }
}
