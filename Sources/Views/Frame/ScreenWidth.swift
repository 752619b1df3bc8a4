/// The steps at which a screen has room for more, in columns.
enum ScreenWidth {
  static let tiny = 30
  static let slim = 40
  static let narrow = 60
  static let plain = 70
  static let usual = 80
  static let roomy = 100
  static let wide = 110
  static let wider = 130
  static let widest = 160
}
