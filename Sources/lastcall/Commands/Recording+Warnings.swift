import Recording

extension Recording {
  /// What the user has to know of the file before its story.
  var warnings: [String] {
    var lines = damage.prefix(10).map { "damaged: \($0)" }
    if damageCount > 10 { lines.append("damaged: \(damageCount) lines in all") }
    if unknownCount > 0 {
      lines.append(
        "\(unknownCount) lines of kinds that this version does not know were passed over")
    }
    return lines
  }
}
