import Testing

@testable import LastcallInit

/// Bytes of answers as servers of this machine may send them.
struct LoopbackAnswerTests {
  private static let head = "HTTP/1.1 200 OK\r\n"

  @Test(arguments: [
    (head + "Content-Length: 3\r\n\r\nabc", "abc"),
    (head + "content-length:3\r\n\r\nabcdef", "abc"),
    (head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n", "abc"),
    (head + "\r\nabc", "abc"),
  ])
  func `a body has its length, its chunks, or the connection's end`(bytes: String, body: String) {
    let answer = LoopbackAnswer.parse(Array(bytes.utf8))
    #expect(answer?.code == 200)
    #expect(answer.map { String(decoding: $0.body, as: UTF8.self) } == body)
  }

  @Test(arguments: [
    "", "\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1\r\n\r\n", head,
    head + "Content-Length: 4\r\n\r\nabc",
    head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    head + "Transfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n",
    head + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nab\r\n0\r\n\r\n",
    head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nab\r\n0\r\n\r\n",
  ])
  func `what is cut off or no answer is none`(bytes: String) {
    #expect(LoopbackAnswer.parse(Array(bytes.utf8)) == nil)
  }

  @Test func `a cut at any byte of an answer with a length is seen`() {
    let whole = Array((Self.head + "Content-Length: 3\r\n\r\nabc").utf8)
    for count in 0..<whole.count { #expect(LoopbackAnswer.parse(Array(whole[..<count])) == nil) }
    #expect(LoopbackAnswer.parse(whole) != nil)
  }
}
