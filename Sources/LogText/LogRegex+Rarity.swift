extension LogRegex.Node {
  /// How often a text is in a line of a log, 0 to 1: what looks for rare texts looks at few lines.
  ///
  /// Of words that logs are full of it is counted, of others it follows from their letters.
  static func chance(of text: [UInt8]) -> Double {
    let words = text.split(separator: 0x20)
    let chances = words.map(chance(ofWord:))
    // It is found by its first word, and only then compared.
    let chance = chances.reduce(1, *) + (chances.first ?? 1) / 20
    // LogGrams looks at four bytes: what is shorter is sought with all that can stand beside it.
    guard words.count < 2 else { return chance }
    return max(chance, text.count < 4 ? 0.05 : text.count < 5 ? 0.004 : 0)
  }

  private static func chance(ofWord word: some Collection<UInt8>) -> Double {
    let counted = linesInThousand[Array(word)].map { Double($0) / 1000 }
    // Two letters are in many words.
    let letters = word.count < 2 ? 1 : 0.2
    return counted ?? word.dropFirst(2).prefix(10).reduce(letters) { chance, _ in chance / 6 }
  }

  /// At how many of a thousand places of a log a few bytes are, by the words that logs are full of and by
  /// how often the letters are.
  static func rate(of bytes: [UInt8]) -> Double {
    // Half of a log is letters, which stand together.
    let unknown = bytes.reduce(500) { $0 * 2 * (letters[$1] ?? 20) / 1000 }
    return (parts[bytes] ?? 0) + unknown
  }

  /// A line has a hundred bytes or more.
  private static let parts: [[UInt8]: Double] = {
    var rates: [[UInt8]: Double] = [:]
    for (word, lines) in linesInThousand {
      let text = word + [0x20]
      for start in text.indices {
        for end in start..<min(start + 4, text.count) {
          rates[Array(text[start...end]), default: 0] += Double(lines) / 100
        }
      }
    }
    return rates
  }()

  /// How many of a thousand bytes are one.
  ///
  /// Source: counted as the words are.
  private static let letters: [UInt8: Double] = {
    let counted = """
      e 57 o 39 t 39 r 38 n 36 a 35 s 32 i 31 c 28 d 26 l 19 u 17 m 15 p 14 b 11 f 11 h 11 g 9 k 9 v 6 \
      y 6 w 5 x 5 j 3 q 1 z 1 0 53 1 50 2 34 3 22 4 20 5 22 6 17 7 17 8 15 9 15
      """
    let spaces: [UInt8: Double] = [0x20: 100]
    return pairs(counted).reduce(into: spaces) { rates, pair in
      if let letter = pair.word.first { rates[letter] = Double(pair.count) }
    }
  }()

  /// In how many of a thousand lines a word is, as one or as a part of one.
  ///
  /// Source: counted in the samples of 16 systems of logpai/loghub and in logs of web services, each with
  /// the same weight.
  private static let linesInThousand: [[UInt8]: Int] = {
    let counted = """
      info 369 for 124 log 109 time 103 app 102 from 100 not 95 connect 95 manager 92 http 90 work 80 \
      put 78 node 75 get 73 fail 72 user 72 init 69 status 69 end 69 worker 68 had 67 pod 67 all 66 \
      server 66 read 66 error 63 received 62 name 61 web 59 client 59 connection 57 core 57 apache 57 \
      system 55 the 55 and 55 task 50 cache 49 proxy 44 one 44 failed 42 run 41 notice 41 open 41 \
      out 40 child 40 api 40 state 38 new 38 request 37 got 37 exec 36 admin 36 los 36 clos 36 sent 35 \
      thread 35 close 35 call 34 old 32 session 32 hang 32 then 31 complet 31 instance 30 with 29 \
      cut 29 execut 29 executor 28 send 27 through 27 event 27 second 27 seconds 26 \
      current 26 file 26 under 25 service 25 any 24 hand 24 handl 24 start 24 \
      interrupt 23 own 23 agent 22 servers 21 finish 21 sig 20 wait 20 running 19 boot 19 listener 19 \
      switch 18 detected 18 term 18 handler 18 workers 16 container 15 non 15 activity 14 \
      back 14 next 14 disconnect 14 message 14 progress 14 main 14 terminat 13 down 12 bye 12 queue 12 \
      while 12 will 11 updated 11 waiting 11 instances 11 changed 11 shut 11 expired 11 job 11 load 11 \
      runner 11 backend 11 ready 11 done 40 now 10 finished 10 terminating 10 control 10 ended 9 \
      interrupted 9 has 8 have 8 been 8 controller 8 delete 8 normal 8 this 8 config 7 closed 7 \
      shutdown 7 part 7 peer 7 over 7 notification 7 scheduler 6 active 6 signal 6 limit 6 are 5 is 20 \
      was 5 were 3 stop 5 tasks 5 exit 5 command 5 timeout 5 drop 4 election 4 stopp 4 processor 4 \
      cancel 4 started 20 clients 4 version 10 master 10 template 5 more 10 long 10 \
      registry 5 directory 10 metrics 10 pool 10 stream 10 requests 20 connections 20 jobs 10 \
      messages 10 events 10 on 200 in 300 of 100 at 100 no 100 to 100 by 50 up 50 as 50 it 100 ing 217 ion 203 ed 250 er 300 es 250 ... 50 process 30 complete 60 completed 60 interrupt 23 \
      [notice] 40
      """
    return Dictionary(pairs(counted)) { first, _ in first }
  }()

  private static func pairs(_ counted: String) -> [(word: [UInt8], count: Int)] {
    let words = counted.split(separator: " ")
    return stride(from: 0, to: words.count - 1, by: 2).map { index in
      (Array(words[index].utf8), Int(words[index + 1]) ?? 0)
    }
  }
}
