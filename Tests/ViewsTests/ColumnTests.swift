import FoundationEssentials
import KubernetesObjects
import ShutdownModel
import Testing

@testable import Views

/// What holds of every column of the table, so that a new one is right or told.
struct ColumnTests {
  @Test func `every column that is written is in the list, once`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Views/Overview/Columns")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let names = try files.sorted().flatMap { file in
      try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        .matches(of: /static let (\w+) = Column\(/).map { String($0.1) }
    }
    #expect(names.count >= 9)
    #expect(Set(names.map(ColumnTests.id)) == Set(Column.known.map(\.id)).subtracting(["times"]))
    #expect(Set(Column.ids).count == Column.known.count)
    #expect(Column.known.allSatisfy { $0.id.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil })
  }

  @Test func `no two wishes have the same turn, but those that are granted in any case`() {
    for screen in [20, 80, 100, 130, 250] {
      let turns = Column.all.flatMap { $0.wishes(screen, 20) }.map(\.turn).filter { $0 > 0 }
      #expect(Set(turns).count == turns.count, "\(screen) columns: \(turns.sorted())")
    }
  }

  @Test func `a wide screen has every column, and each under its first title`() {
    let places = ColumnPlaces(screen: 250, nameWidth: 20)
    // Of the two that say why, the one beside the times says it below.
    #expect(places.all.map(\.column.id) == Column.all.map(\.id).filter { $0 != "note" })
    for (column, range) in places.all {
      #expect(
        column.title(width: range.count, isOver: false) == column.titles.first, "\(column.id)")
    }
  }

  @Test func `columns stand side by side within every screen, and their titles fit`() {
    for screen in 0...250 {
      for nameWidth in [0, 8, 13, 16, 30, 48, 253] {
        let places = ColumnPlaces(screen: screen, nameWidth: nameWidth)
        for (place, next) in zip(places.all, places.all.dropFirst()) {
          #expect(place.range.upperBound <= next.range.lowerBound)
        }
        #expect(places.range(of: .countdown)?.isEmpty == (screen < 4))
        guard screen >= ScreenWidth.tiny else { continue }
        for (column, range) in places.all {
          #expect(range.upperBound <= screen)
          for isOver in [false, true] {
            let title = column.title(width: range.count, isOver: isOver)
            #expect(title.cellWidth <= range.count, "\(title) at \(screen)")
          }
        }
      }
    }
  }

  @Test func `the columns a user names are shown, in their order, on narrow screens, too`() {
    let ids = ["phase", "node", "restarts", "countdown"]
    let places = ColumnPlaces(Column.chosen(ids), screen: 80, nameWidth: 10)
    #expect(places.all.map(\.column.id) == ["pod"] + ids)
  }

  @Test(arguments: Scene.allCases, [80, 120, 200])
  func `a cell leaves alone what is not its own`(scene: Scene, screen: Int) {
    let state = scene.state
    let places = ColumnPlaces(screen: screen, nameWidth: 30)
    for index in state.pods.indices {
      let pod = state.pods[index]
      let row = PodRow(
        pod: pod, standing: state.standing(of: pod), now: state.now, line: 0, places: places,
        isOld: false, isOver: true, isShort: true, scale: TimeScale(state), glyphs: .unicode)
      for (column, range) in places.all {
        var frame = Frame(size: Frame.Size(rows: 1, columns: screen))
        column.cell(of: pod).draw(&frame, row, range)
        // What is told of an end may reach to the right, where there is nothing more to tell.
        let own =
          range
          .lowerBound..<(pod.verdict == nil && pod.stallReason == nil ? range.upperBound : screen)
        let strange = frame.cells.indices.filter {
          !own.contains($0) && frame.cells[$0] != Frame.Cell.blank
        }
        #expect(strange == [], "\(column.id) of \(pod.object.name)")
      }
    }
  }

  /// `in-flight` for `inFlight`.
  private static func id(_ name: String) -> String {
    name.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
  }
}
