import RunReports
import ContainerCommands
import FoundationEssentials
import HarmlessText
import Inputs
import ManifestCheck
import Settings
import ShutdownModel

/// A check of manifests, wherever they come from.
struct CheckRun: Sendable {
  let output: CheckFormat
  let servers: ServerTable
  /// By rule, the level that the user has set.
  let levels: [String: String]
  /// Recorded runs the manifests are held against, and how their files are read.
  let history: (files: ReplayFiles, loaded: LoadedSettings)?

  /// So much of a file is read: one byte more than the check accepts.
  private static let mostBytes = ManifestFile.mostBytes + 1
  private static let mostFiles = 10_000

  /// Tells what the recorded runs advise by themselves; the exit code.
  func adviseByHistory() async -> Int32 {
    await onReadingThread {
      write(ManifestReport([], servers: servers, history: try readHistory()))
    }
  }

  /// Checks files and folders; the exit code.
  func check(
    files: [String], _ kustomizations: [String], isRecursive: Bool
  ) async -> Int32 {
    var rendered: [ManifestFile] = []
    do {
      for folder in kustomizations {
        let yaml = try await Kubectl.kustomized(folder)
        rendered.append(ManifestFile(name: folder, bytes: Array(yaml.utf8)))
      }
    } catch {
      complain(error)
      return 1
    }
    let made = rendered
    return await onReadingThread {
      let past = try readHistory()
      var read = made
      var failed = false
      for file in try files.flatMap({ try Self.files(at: $0, isRecursive: isRecursive) }) {
        do {
          read.append(
            ManifestFile(name: file == "-" ? "stdin" : file, bytes: try Self.bytes(of: file)))
        } catch {
          complain(error)
          failed = true
        }
      }
      let code =
        read.isEmpty
        ? 1
        : write(ManifestReport(read, servers: servers, history: past, levels: levels))
      return failed ? 1 : code
    }
  }

  /// Checks objects of the cluster, with what stands beside them; the exit code.
  func check(_ targets: [String], _ kubectl: Kubectl) async -> Int32 {
    var files: [ManifestFile] = []
    do {
      for target in targets {
        let yaml = try await kubectl.objects([target])
        files.append(ManifestFile(name: target, bytes: Array(yaml.utf8)))
      }
    } catch {
      complain(error)
      return 1
    }
    var seesNeighbours = true
    do {
      let names = "services,poddisruptionbudgets,horizontalpodautoscalers,ingresses"
      let yaml = try await kubectl.objects([names])
      files.append(ManifestFile(name: "cluster", bytes: Array(yaml.utf8)))
    } catch {
      seesNeighbours = false
      complain(
        "the namespace's Services, budgets, autoscalers and ingresses cannot be "
          + "read, so rules that need them say nothing: \(error)")
    }
    let (read, isWhole) = (files, seesNeighbours)
    return await onReadingThread {
      write(
        ManifestReport(
          read, servers: servers, seesNeighbours: isWhole, history: try readHistory(),
          levels: levels))
    }
  }

  /// The recorded runs, replayed; nil when none are named.
  private func readHistory() throws -> DrainHistory? {
    guard let history else { return nil }
    var past = DrainHistory()
    for replayed in try ReplayedRun.all(history.files, history.loaded) {
      past.add(replayed.run.state, recording: replayed.name)
    }
    return past
  }

  private func write(_ report: ManifestReport) -> Int32 {
    for problem in report.problems { complain(problem) }
    let document =
      switch output {
      case .text: report.text
      case .json: report.json
      case .sarif: report.sarif(version: Version.text)
      case .github: report.github
      case .gitlab: report.gitlab
      }
    return writeToStandardOutput(document) ? Int32(report.exitCode) : 1
  }

  /// The manifests of a folder by name, or the file itself.
  private static func files(at path: String, isRecursive: Bool) throws -> [String] {
    var isFolder = false
    guard path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      isFolder
    else { return [path] }
    var found: [String] = []
    var folders = [path.hasSuffix("/") && path != "/" ? String(path.dropLast()) : path]
    while let folder = folders.popLast() {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let file = folder == "." ? name : "\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else { continue }
        if !isFolder {
          if [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) { found.append(file) }
        } else if isRecursive, !name.hasPrefix("."), !isLink(file) {
          folders.append(file)
        }
      }
      guard found.count <= mostFiles, folders.count <= mostFiles else {
        throw CheckError(
          "\(path.harmless(limit: 300)) has more than \(mostFiles) manifests or folders; "
            + "name a smaller folder")
      }
    }
    let kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"]
    let isKustomized = kustomizations.contains {
      FileManager.default.fileExists(atPath: "\(path)/\($0)")
    }
    // What it lists may stand elsewhere, and patches are no manifests.
    if isKustomized, found.allSatisfy({ kustomizations.contains($0.lastPart) }) {
      throw CheckError(
        "\(path.harmless(limit: 300)) holds a kustomization and no manifest; check what it renders to: "
          + "lastcall check -k \(path.harmless(limit: 300))")
    }
    guard !found.isEmpty else {
      throw CheckError(
        "\(path.harmless(limit: 300)) holds no .yaml, .yml or .json file"
          + (isRecursive ? "" : "; -R looks into its folders, too"))
    }
    return found.sorted()
  }

  /// A link to a folder above would never end.
  private static func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    let file = try FileBytes(path: path)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < mostBytes {
      let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    if let damage = file.damage { throw damage }
    return bytes
  }
}

/// Why nothing could be checked, as one sentence.
private struct CheckError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension String {
  /// What stands behind the last slash.
  fileprivate var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}
