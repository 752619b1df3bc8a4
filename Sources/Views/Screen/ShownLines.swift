/// Which of numbered lines a filter shows: each line is held against it once, however often it is drawn.
struct ShownLines: Equatable, Sendable {
  private(set) var filter: TextFilter
  /// The lines that have been held against it.
  private(set) var checked = 0..<0
  /// The numbers of those that are shown, in ascending order.
  private(set) var numbers: [Int] = []

  init(_ filter: TextFilter) { self.filter = filter }

  /// Goes on to the lines there are now: some were let go at the start, some have come at the end, or
  /// another moment is looked at, which has fewer.
  mutating func follow(_ lines: Range<Int>, shows: (Int, inout TextFilter) -> Bool) {
    if lines.lowerBound < checked.lowerBound || lines.lowerBound > checked.upperBound {
      numbers = []
      checked = lines.lowerBound..<lines.lowerBound
    }
    if lines.upperBound < checked.upperBound {
      numbers.removeLast(numbers.count - numbers.firstIndex(from: lines.upperBound))
    }
    if lines.lowerBound > checked.lowerBound {
      numbers.removeFirst(numbers.firstIndex(from: lines.lowerBound))
    }
    let start = min(checked.upperBound, lines.upperBound)
    for number in start..<lines.upperBound where shows(number, &filter) { numbers.append(number) }
    checked = lines
  }
}

extension [Int] {
  /// The place of the first number that is not less than another, of numbers in ascending order.
  func firstIndex(from number: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
