extension Instant {
  /// Reads an IMF-fixdate, the form of `Date` every server sends: `Sun, 06 Nov 1994 08:49:37 GMT`.
  ///
  /// Source: RFC 9110 section 5.6.7.
  package init?(httpDate text: String) {
    let parts = text.split(separator: " ")
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let number = month + 1
    self.init(
      rfc3339: "\(parts[3])-\(number < 10 ? "0" : "")\(number)-\(parts[1])T\(parts[4])Z")
  }
}
