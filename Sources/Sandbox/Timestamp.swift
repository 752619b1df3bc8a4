import CLibrary

/// A moment on the sandbox's wall clock, in nanoseconds since 1970.
struct Timestamp: Comparable, Sendable {
  var nanoseconds: Int64

  /// The present moment.
  static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Whole seconds since 1970, as the API's own times are cut.
  var seconds: Int64 { nanoseconds / 1_000_000_000 }

  /// `2026-11-23T04:57:15Z`, how the API writes its times.
  var rfc3339: String { formatted { "\($0.date)T\($0.time)Z" } }

  /// `2026-11-23T04:57:00.726280Z`, how events write `eventTime`.
  var rfc3339Micro: String {
    formatted { "\($0.date)T\($0.time).\(padded(nanoseconds / 1000 % 1_000_000, 6))Z" }
  }

  /// `2026-11-23T04:56:46.625295956Z`, how logs are stamped.
  var rfc3339Nano: String {
    formatted { "\($0.date)T\($0.time).\(padded(nanoseconds % 1_000_000_000, 9))Z" }
  }

  /// `Mon, 23 Nov 2026 08:42:29 GMT`, for the Date header.
  var http: String {
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return formatted { parts in
      let (day, month) = (days[Int(parts.fields.tm_wday)], months[Int(parts.fields.tm_mon)])
      let (date, year) = (padded(parts.fields.tm_mday, 2), parts.fields.tm_year + 1900)
      return "\(day), \(date) \(month) \(year) \(parts.time) GMT"
    }
  }

  /// Reads whole seconds or a fraction of an RFC 3339 time in UTC; nil if it is none.
  init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
    func number(_ range: Range<Int>) -> Int32? {
      Int32(String(decoding: bytes[range], as: UTF8.self))
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    var fields = tm()
    fields.tm_year = year - 1900
    fields.tm_mon = month - 1
    fields.tm_mday = day
    fields.tm_hour = hour
    fields.tm_min = minute
    fields.tm_sec = second
    let fraction = bytes[19..<bytes.count - 1].dropFirst().prefix(9)
    let digits = String(decoding: fraction, as: UTF8.self)
    let nanoseconds = Int64(digits + String(repeating: "0", count: 9 - digits.utf8.count)) ?? 0
    self.nanoseconds = Int64(timegm(&fields)) * 1_000_000_000 + nanoseconds
  }

  init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  static func + (left: Timestamp, seconds: Int) -> Timestamp {
    Timestamp(nanoseconds: left.nanoseconds + Int64(seconds) * 1_000_000_000)
  }

  private typealias Parts = (fields: tm, date: String, time: String)

  private func formatted(_ format: (Parts) -> String) -> String {
    var time = time_t(seconds)
    var fields = tm()
    gmtime_r(&time, &fields)
    let date =
      "\(padded(fields.tm_year + 1900, 4))-\(padded(fields.tm_mon + 1, 2))-"
      + padded(fields.tm_mday, 2)
    let clock =
      "\(padded(fields.tm_hour, 2)):\(padded(fields.tm_min, 2)):\(padded(fields.tm_sec, 2))"
    return format((fields, date, clock))
  }
}

private func padded(_ number: some BinaryInteger, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
