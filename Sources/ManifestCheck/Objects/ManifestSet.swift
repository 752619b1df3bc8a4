import ContainerCommands
import HarmlessText
import ShutdownModel

/// A file of manifests as it was read.
public struct ManifestFile: Sendable {
  /// As it was named; `stdin` for what came in by a pipe.
  public var name: String
  /// The largest file that is read.
  public static let mostBytes = ManifestDocuments.longestFile
  var text: String
  var problem: ManifestProblem?

  /// Takes the bytes of a file; what is not UTF-8 becomes a problem of that file.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    if let text = String(validating: bytes, as: UTF8.self) {
      self.text = text
    } else {
      text = ""
      var decoded = 0
      var iterator = bytes.makeIterator()
      var decoder = UTF8()
      var line = 1
      while case .scalarValue(let scalar) = decoder.decode(&iterator) {
        decoded += 1
        if scalar == "\n" { line += 1 }
      }
      problem = ManifestProblem(
        line: line, problem: "the file is not UTF-8; save it as UTF-8 without special bytes")
    }
  }
}

/// All objects of the input, and what could not be read of it.
struct ManifestSet: Sendable {
  var workloads: [Workload] = []
  /// What stands beside them.
  private(set) var neighbours = Neighbours()
  private var configMaps = ConfigMaps()
  /// Objects of kinds that are not checked, though they may make pods.
  var unchecked: [Manifest] = []
  var objectCount = 0
  var comments: [String: IgnoreComments] = [:]
  /// `file:line: problem`, in the order of the input.
  var problems: [String] = []
  /// False when the budgets of the cluster could not be asked for.
  var seesNeighbours = true
  /// Nil when no recorded run is held against the manifests.
  var history: DrainHistory?
  let servers: ServerTable

  init(_ files: [ManifestFile], _ servers: ServerTable) {
    self.servers = servers
    for file in files {
      if let problem = file.problem { report(problem, in: file.name) }
      let documents = ManifestDocuments(yaml: file.text)
      comments[file.name] = IgnoreComments(text: file.text)
      for root in documents.roots {
        do throws(ManifestProblem) {
          for manifest in try Manifest.objects(of: root, file: file.name) { add(manifest) }
        } catch {
          report(error, in: file.name)
        }
      }
      for problem in documents.problems { report(problem, in: file.name) }
    }
    completeContainers()
    neighbours.connect(workloads)
  }

  private mutating func add(_ manifest: Manifest) {
    objectCount += 1
    do throws(ManifestProblem) {
      if let workload = try Workload(manifest, servers) {
        workloads.append(workload)
      } else if manifest.kind == "ConfigMap" {
        configMaps.add(manifest)
      } else if try neighbours.add(manifest) {
        return
      } else {
        addTemplates(of: manifest)
      }
    } catch {
      report(error, in: manifest.file)
    }
  }

  /// Takes the pod templates of an object of a kind that is not known; what cannot be read of it is named.
  private mutating func addTemplates(of manifest: Manifest) {
    let templates = manifest.podTemplates
    let found = templates.compactMap { try? Workload(other: manifest, template: $0, servers) }
    workloads += found
    if found.count < templates.count || templates.isEmpty && manifest.kind == "Rollout" {
      unchecked.append(manifest)
    }
  }

  /// Gives the containers what ConfigMaps hold of them, and lets them read what they know then.
  private mutating func completeContainers() {
    for place in workloads.indices {
      let workload = workloads[place]
      for list in [\PodSpec.containers, \PodSpec.sidecars] {
        for index in workload.pod[keyPath: list].indices {
          if !configMaps.isEmpty {
            configMaps.complete(&workloads[place].pod[keyPath: list][index], of: workload)
          }
          workloads[place].pod[keyPath: list][index].readSettings()
        }
      }
    }
  }

  private mutating func report(_ problem: ManifestProblem, in file: String) {
    problems.append("\(file.harmless(limit: 300)):\(problem.line): \(problem.problem)")
  }
}
