internal import CLibrary

extension HTTPError {
  /// What a failed system call means.
  init(errno code: CInt) {
    switch code {
    case ECONNREFUSED, ENOENT: self = .refused
    case ETIMEDOUT: self = .timedOut
    case ECONNRESET, EPIPE, ECONNABORTED: self = .closed
    default: self = .unreachable(String(cString: strerror(code)))
    }
  }
}
