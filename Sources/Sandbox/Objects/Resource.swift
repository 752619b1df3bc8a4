/// The kinds of object the sandbox's API knows, by the name they have in a path.
enum Resource: String, CaseIterable, Sendable {
  case pods
  case services
  case events
  case deployments
  case replicasets
  case statefulsets
  case daemonsets
  case controllerrevisions
  case endpointslices

  var kind: String {
    switch self {
    case .pods: "Pod"
    case .services: "Service"
    case .events: "Event"
    case .deployments: "Deployment"
    case .replicasets: "ReplicaSet"
    case .statefulsets: "StatefulSet"
    case .daemonsets: "DaemonSet"
    case .controllerrevisions: "ControllerRevision"
    case .endpointslices: "EndpointSlice"
    }
  }

  var apiVersion: String {
    switch self {
    case .pods, .services, .events: "v1"
    case .endpointslices: "discovery.k8s.io/v1"
    default: "apps/v1"
    }
  }

  /// What kubectl accepts instead of the name.
  var shortNames: [String] {
    switch self {
    case .pods: ["po"]
    case .services: ["svc"]
    case .events: ["ev"]
    case .deployments: ["deploy"]
    case .replicasets: ["rs"]
    case .statefulsets: ["sts"]
    case .daemonsets: ["ds"]
    case .controllerrevisions, .endpointslices: []
    }
  }
}
