import Testing

struct PurityTests {
  // libc is out of their reach already: they may not import it.
  private static let impure: Set = [
    "Task", "TaskGroup", "AsyncStream", "async", "await", "actor", "ContinuousClock",
    "SuspendingClock", "CommandLine", "SystemRandomNumberGenerator", "random", "randomElement",
    "shuffle", "shuffled", "readLine", "print", "debugPrint", "dump", "fatalError",
  ]

  @Test(arguments: [
    "HarmlessText", "Time", "Documents", "PodStatus", "ContainerCommands", "LogText",
    "DrainForecast", "KubernetesObjects", "GraceAdvice", "ShutdownModel", "ShutdownDiagnosis",
    "RunReports", "OutputLines", "Views", "ReportForms", "ManifestCheck",
  ])
  func `the model and the views have no clock, no file, no task and no chance`(
    target: String
  ) throws {
    let wrong = try SourceFile.sources.get().filter { $0.target == target }
      .flatMap { $0.words(in: $0.code, where: Self.impure.contains) }
    #expect(wrong == [])
  }

  @Test func `the views speak of roles, never of colours`() throws {
    let colours: Set = [
      "red", "green", "yellow", "blue", "cyan", "magenta", "orange", "purple", "pink", "gray",
      "grey", "black", "white",
    ]
    let wrong = try SourceFile.sources.get()
      .filter { $0.target == "Views" && !$0.path.contains("Theme") }
      .flatMap { file in
        file.words(in: SwiftCode.withoutComments(file.text)) { colours.contains($0.lowercased()) }
      }
    #expect(wrong == [])
  }
}
