import ContainerCommands
import Settings
import Testing

struct ServerSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String) throws -> LoadedSettings {
    let path = try folder.write(text, to: "config.yaml")
    return try LoadedSettings(flags: [:], environment: [:], configPath: path)
  }

  @Test func `every field is read under its name`() throws {
    let entry = """
      servers:
        shopd:
          images: [acme/shopd, acme/shopd-*]
          tag: full
          image-words: [shop]
          containers: [shop-proxy]
          programs: shopd
          ports: [7070, 7071]
          kind: [proxy, store]
          stop-signal: SIGQUIT
          stop-signal-since: ["1.2", "2"]
          on-sigterm: may-cut
          drains-on: SIGUSR1
          why: "which sells: no more"
          advice: "close first\\n  then end"
          signal-commands: {"-s close": SIGUSR1}
          exec-scripts: [shop-*.sh run]
          limit-options: [--patience]
          limit-default: 12
          limit-variables: [SHOP_PATIENCE]
          limit-properties: [shop.patience=]
          limit-settings: [patience]
          limit-milliseconds: [patienceMillis]
          limit-default-with: [shop.patient=true]
          delay-settings: [lull]
          option-variables: [SHOP_OPTIONS]
          config-options: [--config]
          child-limit: 1.5 s
          child-limit-settings: [child_patience]
          runner-words: [run]
          holds-off: [SIGUSR2]
          injected-by: [shop.example/inject=true]
          injected-stays: 3
          injected-stay-settings: [shop.example/stay]
          injected-waits: [shop.example/native=true]

      """
    let shopd = try #require(try load(entry).servers().servers.first)
    var expected = Server(name: "shopd")
    expected.images = ["acme/shopd", "acme/shopd-*"]
    expected.tag = "full"
    expected.imageWords = ["shop"]
    expected.containers = ["shop-proxy"]
    expected.programs = ["shopd"]
    expected.ports = [7070, 7071]
    expected.kinds = [.proxy, .store]
    expected.stopSignal = "SIGQUIT"
    expected.stopSignalSince = ["1.2", "2"]
    expected.onSigterm = .mayCut
    expected.drainsOn = "SIGUSR1"
    expected.why = "which sells: no more"
    expected.advice = "close first\n  then end"
    expected.signalCommands = ["-s close": "SIGUSR1"]
    expected.execScripts = ["shop-*.sh run"]
    expected.limitOptions = ["--patience"]
    expected.limitDefault = 12
    expected.limitVariables = ["SHOP_PATIENCE"]
    expected.limitProperties = ["shop.patience="]
    expected.limitSettings = ["patience"]
    expected.limitMilliseconds = ["patienceMillis"]
    expected.limitDefaultWith = ["shop.patient=true"]
    expected.delaySettings = ["lull"]
    expected.optionVariables = ["SHOP_OPTIONS"]
    expected.configOptions = ["--config"]
    expected.childLimit = "1.5 s"
    expected.childLimitSettings = ["child_patience"]
    expected.runnerWords = ["run"]
    expected.holdsOff = ["SIGUSR2"]
    expected.injectedBy = ["shop.example/inject=true"]
    expected.injectedStays = 3
    expected.injectedStaySettings = ["shop.example/stay"]
    expected.injectedWaits = ["shop.example/native=true"]
    #expect(shopd == expected)
    #expect(Server.fields.allSatisfy { entry.contains(" \($0.name): ") })
  }

  @Test func `the head of the shipped file explains every field, and some server has it`() throws {
    let text = try PackageFiles.text("config/servers.yaml")
    for field in Server.fields {
      #expect(text.contains("\n#   \(field.name) "), "\(field.name)")
      #expect(text.contains("\n  \(field.name): "), "\(field.name)")
    }
  }

  @Test
  func `a server of the user's comes first, takes the place of a shipped one, or takes it away`()
    throws
  {
    let shipped = try load("").servers()
    let own = try load(
      "servers:\n  mine: {images: [nginx]}\n  httpd: {images: [httpd]}\n  haproxy: ~\n"
    ).servers()
    #expect(own.server(in: ImageName("nginx:1"))?.name == "mine")
    #expect(shipped.server(in: ImageName("httpd:2"))?.stopSignal == "SIGWINCH")
    #expect(own.server(in: ImageName("httpd:2"))?.stopSignal == nil)
    #expect(shipped.server(in: ImageName("haproxy:2"))?.stopSignal == "SIGUSR1")
    #expect(own.server(in: ImageName("haproxy:2")) == nil)
  }

  @Test(arguments: [
    ("a: {image: b}", "unknown key 'image' in servers.a; did you mean 'images'?"),
    ("a: {images: {b: c}}", "servers.a.images is a map; write a single value"),
    ("a: {images: [b, '']}", "servers.a.images[1] is empty; use a name"),
    ("a: {kind: prixy}", "servers.a.kind: unknown value 'prixy'; did you mean 'proxy'?"),
    ("a: {on-sigterm: cut}", "servers.a.on-sigterm: unknown value 'cut'; did you mean 'cuts'?"),
    ("a: {drains-on: QUIT}", "servers.a.drains-on is 'QUIT'; use a signal such as SIGTERM"),
    ("a: {signal-commands: {-q: quit}}", "is 'quit'; use a signal such as SIGTERM"),
    ("a: {stop-signal-since: v1}", "is 'v1'; use a version such as \"1.20\", in quotes"),
    ("a: {limit-default: 5s}", "is '5s'; use a whole number from 0 to 1000000"),
    ("a: {ports: [0]}", "is '0'; use a whole number from 1 to 65535"),
    ("a: {programs: [b, b]}", "servers.a.programs[1] is 'b'; it stands there twice; remove one"),
    (
      "{a: {programs: b}, c: {programs: b}}",
      "servers.c.programs is 'b'; 'a' has it, too; remove it from one of them"
    ),
    ("a: [b]", "servers.a is not a map; write indented lines 'key: value'"),
  ]) func `a wrong server is refused with its place`(entry: String, problem: String) throws {
    let loaded = try load("servers:\n  \(entry)\n")
    let error = try #require(throws: ConfigError.self) { try loaded.servers() }
    #expect(error.place.hasSuffix(":2"), "\(error.place)")
    #expect(error.problem.contains(problem), "\(error.problem)")
  }

  @Test func `a server that stands twice in a file is refused`() throws {
    let error = try #require(throws: ConfigError.self) {
      try load("servers:\n  a: {programs: b}\n  a: {programs: c}\n")
    }
    #expect(error.problem.contains("'a' is set twice"), "\(error.problem)")
  }
}
