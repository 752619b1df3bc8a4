import Settings
import Testing
import Views

/// Every theme can be read on the grounds it is for, by everybody.
///
/// Source: WCAG 2.2, contrast ratio, at least 4.5; the three colour blindnesses by the matrices of Machado,
/// Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
struct ContrastTests {
  // With the grounds of Nord, Dracula, Gruvbox, One Dark, Ubuntu and Everforest, the brightest that is
  // taken for dark, and the darkest for light.
  private static let dark = [
    "#000000", "#121212", "#1c1c1c", "#303030", "#002b36", "#2e3440", "#282a36", "#282828",
    "#282c34", "#300a24", "#2d353b", "#353535",
  ]
  private static let light = [
    "#ffffff", "#f0f0f0", "#fdf6e3", "#eee8d5", "#fbf1c7", "#eff1f5", "#e5e9f0", "#e7e7e7",
  ]
  private static let themes = [
    ("default", dark), ("high-contrast", dark), ("colour-blind-safe", dark), ("light", light),
    ("neutral", dark + light),
  ]
  /// Lines and the grounds of bars: nothing is read from them.
  private static let ornaments: Set<Role> = [.border, .empty, .tail, .forecast, .gauge, .curve]

  @Test(arguments: themes, Vision.allCases)
  func `each role that means something has a contrast of 4.5`(
    theme: (name: String, grounds: [String]), vision: Vision
  ) throws {
    let looks = try LoadedSettings(flags: [.theme: theme.name], environment: [:]).theme()
    let styles = looks.styles
    let selected = looks.selection.background.map { [Colour(palette: $0)] } ?? []
    var wrong: [String] = []
    for role in Role.allCases where !Self.ornaments.contains(role) {
      guard let style = styles[role], let foreground = style.foreground else { continue }
      let grounds =
        try style.background.map { [Colour(palette: $0)] }
        ?? theme.grounds.map { try #require(Colour(hex: $0)) } + selected
      let least =
        grounds.map {
          vision.seen(Colour(palette: foreground)).contrast(to: vision.seen($0))
        }.min() ?? 21
      if least < 4.5 { wrong.append("\(role): \((least * 100).rounded() / 100)") }
    }
    #expect(wrong == [])
  }

  @Test(arguments: themes.map(\.0).filter { $0 != "neutral" }, [8, 16])
  func `danger is still red, and no text blue on dark, where there are few colours`(
    name: String, colors: Int
  ) throws {
    let theme = try LoadedSettings(flags: [.theme: name], environment: [:]).theme()
    let styles = theme.reduced(to: colors).styles
    for role in [Role.critical, .lost] {
      #expect([1, 9].contains(styles[role]?.foreground), "\(role)")
    }
    guard name != "light" else { return }
    for role in Role.allCases where !Self.ornaments.contains(role) {
      #expect(![4, 12].contains(styles[role]?.foreground), "\(role)")
    }
  }

  @Test(arguments: themes.map(\.0))
  func `no theme writes white or black without a ground of its own`(name: String) throws {
    let styles = try LoadedSettings(flags: [.theme: name], environment: [:]).theme().styles
    let wrong = styles.filter {
      [0, 7, 15].contains($0.value.foreground) && $0.value.background == nil
    }
    #expect(wrong.keys.map(\.name) == [])
  }
}

enum Vision: CaseIterable {
  case common, protan, deutan, tritan

  /// In linear light, row by row.
  private var matrix: [[Double]] {
    switch self {
    case .common: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protan:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deutan:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritan:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }

  func seen(_ colour: Colour) -> Colour {
    let linear = [colour.red, colour.green, colour.blue]
    let seen = matrix.map { row in
      min(max(zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)
    }
    return Colour(red: seen[0], green: seen[1], blue: seen[2])
  }
}

/// In linear light, each part 0 … 1.
struct Colour {
  var red: Double
  var green: Double
  var blue: Double

  init(red: Double, green: Double, blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  private init(bytes: [Int]) {
    let parts = bytes.map { byte in
      let value = Double(byte) / 255
      // The curve of sRGB, without its mathematics: 2.4 lies between its squares.
      return value <= 0.04045 ? value / 12.92 : Colour.power((value + 0.055) / 1.055)
    }
    self.init(red: parts[0], green: parts[1], blue: parts[2])
  }

  /// x to the power of 2.4, for x from 0 to 1: the fifth root of x to the twelfth.
  private static func power(_ x: Double) -> Double {
    let target = x * x * x * x * x * x * x * x * x * x * x * x
    var root = x * x
    for _ in 0..<30 {
      let fourth = root * root * root * root
      root -= (fourth * root - target) / (5 * fourth)
    }
    return root
  }

  init?(hex: String) {
    guard let number = Int(hex.dropFirst(), radix: 16) else { return nil }
    self.init(bytes: [number >> 16, number >> 8 & 255, number & 255])
  }

  /// A colour of xterm's palette.
  init(palette index: Int) {
    let named = [
      [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205],
      [0, 205, 205],
      [229, 229, 229], [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255],
      [255, 0, 255], [0, 255, 255], [255, 255, 255],
    ]
    let steps = [0, 95, 135, 175, 215, 255]
    if index < 16 {
      self.init(bytes: named[index])
    } else if index >= 232 {
      self.init(bytes: Array(repeating: 8 + (index - 232) * 10, count: 3))
    } else {
      let cube = index - 16
      self.init(bytes: [steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6]])
    }
  }

  func contrast(to other: Colour) -> Double {
    let (one, two) = (luminance + 0.05, other.luminance + 0.05)
    return max(one, two) / min(one, two)
  }

  private var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }
}
