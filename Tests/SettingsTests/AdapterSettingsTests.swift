import PodStatus
import Settings
import Testing

struct AdapterSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String) throws -> LoadedSettings {
    let path = try folder.write(text, to: "config.yaml")
    return try LoadedSettings(flags: [:], environment: [:], configPath: path)
  }

  @Test func `the shipped adapters read what the contract says, and the usual gauges`() throws {
    let mapping = try LoadedSettings(flags: [:], environment: [:]).statusMapping()
    #expect(mapping.gauge == nil)
    #expect(mapping.subtract == 0)
    let body = Array(#"{"inFlight":3,"phase":"stopping"}"#.utf8)
    #expect(
      try StatusKind.json.status(code: 200, body: body, mapping: mapping)
        == ShutdownStatus(phase: .draining, inFlight: 3))
  }

  @Test func `an adapter of the user's takes the place of the shipped one`() throws {
    let mapping = try load(
      """
      status: json:8080/stats
      adapters:
        prometheus: {gauge: 'jobs{queue="mail"}', subtract: 1}
        json: {in-flight: /workers/0/busy, phase: ~}
      """
    ).statusMapping()
    #expect(mapping.gauge == (try MetricSelector(#"jobs{queue="mail"}"#)))
    #expect(mapping.subtract == 1)
    #expect(mapping.inFlight == JSONPointer("/workers/0/busy"))
    #expect(mapping.phase == nil)
    #expect(mapping.draining == [])
  }

  @Test(arguments: [
    ("prometheus: {gauge: promhttp_metric_handler_requests_in_flight}", "counts the requests"),
    ("prometheus: {gauge: 'a b'}", "use a gauge such as"),
    ("prometheus: {subtract: -1}", "use a whole number from 0 to 1000"),
    ("prometheus: {guage: a}", "did you mean 'gauge'?"),
    ("json: {in-flight: busy}", "use a JSON pointer such as /workers/0/busy"),
    ("json: {phase: /phase}", "has no in-flight; write a JSON pointer"),
    ("nginx: {port: 1}", "unknown key 'nginx'"),
  ]) func `a wrong adapter is refused with its place`(line: String, problem: String) throws {
    let loaded = try load("adapters:\n  \(line)\n")
    let error = try #require(throws: ConfigError.self) { try loaded.statusMapping() }
    #expect(error.place.hasSuffix(":2"), "\(error.place)")
    #expect(error.problem.contains(problem), "\(error.problem)")
  }
}
