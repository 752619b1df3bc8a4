import LogText
import PodStatus
import ShutdownModel
import Time

/// Blanks the private text of a recording's lines.
///
/// Every string may hold private text, also one that a later version adds, but for what a replay needs
/// as it is: names and UIDs, times, and the words that lastcall and Kubernetes themselves use.
struct RecordRedaction: Sendable {
  private var redaction: LogRedaction

  init(_ redaction: LogRedaction) {
    self.redaction = redaction
  }

  /// The line without what is to be blanked.
  mutating func redacted(_ json: JSON) -> JSON {
    var json = json
    // By them the lines were read; they come from the user's own configuration.
    let patterns = json["patterns"]
    json.remove("patterns")
    json = redacted(json, "")
    if patterns != .null { json["patterns"] = patterns }
    return json
  }

  private mutating func redacted(_ json: JSON, _ key: String) -> JSON {
    switch json {
    case .string(let text): return isKept(text, key) ? json : .string(redaction.redacted(text))
    case .array(let elements): return .array(elements.map { redacted($0, key) })
    case .object(let members):
      if key == "labels" { return json }
      var blanked = members
      for (name, value) in members { blanked[name] = redacted(value, name) }
      return .object(blanked)
    case .null, .bool, .integer, .number: return json
    }
  }

  private func isKept(_ text: String, _ key: String) -> Bool {
    if names.contains(key) {
      // What `attach` asks stands in the place of a UID, and it may have a query.
      return key != "uid" || !text.contains("/")
    }
    if words.contains(key) || text.count < 40 && Instant(rfc3339: text) != nil { return true }
    if key.lowercased().hasSuffix("reason") { return reasons.contains(text) }
    return key == "signal" && (text == "http" || text.isSignalName)
  }
}

extension String {
  fileprivate var isSignalName: Bool {
    hasPrefix("SIG") && utf8.count <= 12
      && utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
  }
}

/// Members that name something; names are not blanked, or nothing would belong together.
private let names: Set = [
  "uid", "uids", "podUID", "involvedUID", "name", "namespace", "nodeName", "container", "hash",
  "revisionHash", "currentRevisionName", "updateRevisionName", "selector", "pods", "involvedKind",
  "involvedName", "component",
]

/// Members whose values are of a few that lastcall itself chose.
private let words: Set = [
  "recording", "program", "kind", "answer", "change", "input", "resource", "phase", "sign", "type",
  "until", "maxSurge", "maxUnavailable", "stopSignal", "image", "wrapper", "child", "onlySends",
  "setting",
]

/// Kubernetes' own reasons, and those for which a run ends: verdicts and findings rest on them.
private let reasons: Set = [
  "quit", "inputEnded", "interrupted", "terminated",
  // Of containers and pods.
  "Completed", "Error", "OOMKilled", "ContainerCannotRun", "ContainerStatusUnknown", "StartError",
  "DeadlineExceeded", "CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "PodInitializing",
  "ContainerCreating", "CreateContainerError", "CreateContainerConfigError", "RunContainerError",
  "InvalidImageName", "Evicted", "Terminated", "Preempting", "Shutdown", "NodeShutdown", "NodeLost",
  "NodeAffinity", "UnexpectedAdmissionError", "PodCompleted", "PodFailed", "ContainersNotReady",
  "ContainersNotInitialized", "UnknownContainerStatuses", "ReadinessGatesNotReady",
  // Of disruptions.
  "PreemptionByScheduler", "DeletionByTaintManager", "EvictionByEvictionAPI", "DeletionByPodGC",
  "TerminationByKubelet",
  // Of rollouts.
  "NewReplicaSetCreated", "FoundNewReplicaSet", "NewReplicaSetAvailable", "ReplicaSetUpdated",
  "ReplicaSetCreateError", "ProgressDeadlineExceeded", "DeploymentPaused", "DeploymentResumed",
  // Of events.
  "Killing", "Preempted", "Scheduled", "FailedScheduling", "Pulling", "Pulled", "Failed", "BackOff",
  "Created", "Started", "Unhealthy", "ProbeWarning", "FailedPostStartHook", "FailedPreStopHook",
  "FailedKillPod", "ExceededGracePeriod", "NodeNotReady", "TaintManagerEviction", "FailedMount",
  "SuccessfulDelete", "SuccessfulCreate", "ScalingReplicaSet", "Evict", "Disrupted", "ScaleDown",
  "EvictedByVPA", "AutoRepairFailed", "NodeControllerEviction",
]
