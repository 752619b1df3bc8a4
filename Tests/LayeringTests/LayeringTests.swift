import Testing

/// Who may import whom, in the order the data flows.
private let layers: [(target: String, own: [String], foreign: [String])] = [
  ("CLibrary", [], ["Glibc", "Musl", "Darwin"]),
  ("HarmlessText", [], []),
  ("Time", [], []),
  ("CLibYAML", [], []),
  ("Documents", ["CLibYAML"], []),
  ("Processes", ["CLibrary"], ["Synchronization"]),
  ("PodStatus", [], []),
  (
    "LastcallPod", ["CLibrary", "PodStatus", "Processes"],
    ["Configuration", "CoreMetrics", "Logging", "Synchronization"]
  ),
  (
    "LastcallServiceLifecycle", ["LastcallPod"], ["Logging", "ServiceLifecycle", "Synchronization"]
  ),
  ("LastcallHummingbird", ["LastcallPod"], ["Hummingbird", "NIOCore"]),
  ("CProcess", [], []),
  (
    "LastcallInit", ["CLibrary", "PodStatus", "Processes", "LastcallPod", "CProcess"],
    ["Synchronization"]
  ),
  ("ContainerCommands", [], []),
  ("LogText", ["HarmlessText", "PodStatus", "Time"], []),
  ("DrainForecast", ["PodStatus", "Time"], []),
  ("KubernetesObjects", ["ContainerCommands", "Time"], []),
  (
    "GraceAdvice", ["DrainForecast", "HarmlessText", "KubernetesObjects", "PodStatus", "Time"], []
  ),
  (
    "ShutdownModel",
    [
      "ContainerCommands", "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects",
      "LogText",
      "PodStatus", "Time",
    ],
    ["DequeModule", "HeapModule"]
  ),
  (
    "ShutdownDiagnosis",
    [
      "ContainerCommands", "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects",
      "LogText", "PodStatus", "ShutdownModel", "Time",
    ], ["DequeModule"]
  ),
  (
    "Inputs",
    [
      "CLibrary",
      "ContainerCommands", "Documents", "HarmlessText", "KubernetesObjects", "LogText", "PodStatus",
      "Processes",
      "ShutdownModel", "Time",
    ],
    [
      "DequeModule", "Dispatch", "FoundationEssentials",
      "Synchronization", "NIOCore", "NIOPosix", "NIOHTTP1", "Subprocess", "System",
      "SystemPackage",
    ]
  ),
  (
    "RunReports", ["GraceAdvice", "KubernetesObjects", "LogText", "ShutdownModel", "Time"], []
  ),
  (
    "OutputLines",
    [
      "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects", "LogText", "PodStatus",
      "ShutdownModel", "Time",
    ], []
  ),
  (
    "Views",
    [
      "DrainForecast", "GraceAdvice", "RunReports", "HarmlessText", "KubernetesObjects", "LogText",
      "OutputLines",
      "PodStatus",
      "ShutdownModel", "Time",
    ],
    ["DequeModule"]
  ),
  (
    "ReportForms",
    [
      "DrainForecast", "GraceAdvice", "HarmlessText", "KubernetesObjects", "LogText",
      "OutputLines", "PodStatus", "RunReports", "ShutdownModel", "Time", "Views",
    ],
    ["DequeModule"]
  ),
  (
    "Recording",
    [
      "CLibrary",
      "ContainerCommands", "HarmlessText", "KubernetesObjects", "LogText", "PodStatus",
      "ShutdownModel", "Time",
    ],
    ["Synchronization", "Dispatch"]
  ),
  (
    "ManifestCheck",
    [
      "ContainerCommands", "Documents", "GraceAdvice", "HarmlessText", "KubernetesObjects",
      "PodStatus", "ShutdownModel", "Time",
    ],
    []
  ),
  ("CNCurses", [], []),
  ("Terminal", ["CLibrary", "Views", "CNCurses"], ["Synchronization", "Dispatch"]),
  (
    "Sandbox", ["CLibrary", "PodStatus", "Processes", "LastcallPod"],
    [
      "FoundationEssentials", "Synchronization", "NIOCore", "NIOPosix",
      "NIOHTTP1", "Dispatch",
    ]
  ),
  ("CShippedFiles", [], []),
  (
    "Settings",
    [
      "CLibrary", "CShippedFiles", "ContainerCommands", "Documents", "LogText", "PodStatus",
      "ShutdownModel", "Time",
      "Views",
    ],
    []
  ),
  (
    "lastcall",
    [
      "CLibrary",
      "HarmlessText", "Time", "PodStatus", "Processes", "LastcallPod", "ContainerCommands",
      "LogText",
      "KubernetesObjects",
      "ShutdownModel", "ShutdownDiagnosis", "RunReports", "OutputLines", "Inputs", "Views",
      "Recording", "ReportForms",
      "ManifestCheck", "Terminal",
      "Sandbox",
      "Settings",
    ],
    [
      "ArgumentParser", "FoundationEssentials", "Synchronization",
      "Dispatch",
      "Subprocess", "System", "SystemPackage",
    ]
  ),
]

struct LayeringTests {
  @Test func `every folder of Sources has a layer`() throws {
    let cTargets: Set = ["CLibYAML", "CNCurses", "CProcess", "CShippedFiles"]
    let folders = Set(try SourceFile.sources.get().map(\.target))
    #expect(folders.union(cTargets) == Set(layers.map(\.target)))
  }

  @Test(arguments: layers.map(\.target))
  func `a target imports only what its layer may`(target: String) throws {
    let layer = try #require(layers.first { $0.target == target })
    let allowed = Set(layer.own + layer.foreign)
    let wrong = try SourceFile.sources.get().filter { $0.target == target }.flatMap { file in
      file.imports.filter { !allowed.contains($0.module) }
        .map { "\(file.path):\($0.line): import \($0.module)" }
    }
    #expect(wrong == [])
  }

  @Test func `nothing but its own command imports the demo`() throws {
    let files = try SourceFile.sources.get().filter { file in
      file.imports.contains { $0.module == "Sandbox" }
    }
    let own = /lastcall\/.*(?:Demo|Sandbox)\w*\.swift$/
    #expect(!files.isEmpty)
    #expect(files.filter { !$0.path.contains(own) }.map(\.path) == [])
  }

  @Test func `a layer imports only layers before it`() {
    for (position, layer) in layers.enumerated() {
      #expect(Set(layer.own).isSubset(of: layers[..<position].map(\.target)), "\(layer.target)")
    }
  }

  @Test func `the package lists its targets in the order of the layers`() throws {
    let manifest = try #require(try SourceFile.all(under: "Package.swift").first).text
    let names = manifest.matches(
      of: /\.(?:executableTarget|systemLibrary|target)\(\s*name: "(\w+)"/)
    // Programs that only tests start live among the tests.
    let shipped = names.map { String($0.1) }.filter(layers.map(\.target).contains)
    #expect(shipped == layers.map(\.target))
  }

  /// A service that depends on a library of this package with `traits: []` fetches nothing else.
  @Test func `each product of another package stands behind a trait`() throws {
    let manifest = try #require(try SourceFile.all(under: "Package.swift").first).text
    let products = manifest.matches(of: /\.product\(\s*name: "?(\w+)"?, package: [^)]*/)
    #expect(products.count > 5)
    #expect(products.filter { !$0.0.contains("condition:") }.map { String($0.1) } == [])
  }

  @Test func `no source brings in all of Foundation, which makes starting slow`() throws {
    let wrong = try (SourceFile.sources.get() + SourceFile.tests.get()).flatMap { file in
      file.imports.filter { $0.module == "Foundation" }.map { "\(file.path):\($0.line)" }
    }
    #expect(wrong == [])
  }

  @Test func `no ncurses name leaves its C target`() throws {
    let names: Set = [
      "initscr", "newterm", "endwin", "stdscr", "curscr", "wrefresh", "wnoutrefresh",
      "doupdate", "get_wch", "wget_wch", "getch", "add_wch", "wadd_wch", "addstr", "keypad",
      "init_pair", "init_color", "start_color", "use_default_colors", "resizeterm",
    ]
    let prefixes = ["A_", "WA_", "ACS_", "KEY_", "COLOR_", "BUTTON1_", "NCURSES_"]
    let swift = try SourceFile.sources.get().flatMap { file in
      file.words(in: file.code) { word in
        names.contains(word) || prefixes.contains { word.hasPrefix($0) }
      }
    }
    #expect(swift == [])
    let headers = try SourceFile.all(under: "Sources/CNCurses/include").flatMap {
      $0.places(of: /#\s*include\s*[<"]n?curses\w*\.h[>"]/)
    }
    #expect(headers == [])
  }
}
