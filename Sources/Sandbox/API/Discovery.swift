import PodStatus

/// What the API says of itself.
enum Discovery {
  static let version: JSON = [
    "major": "1", "minor": "36", "gitVersion": "v1.36.2+lastcall-sandbox", "platform": "sandbox",
  ]

  /// `/apis`.
  static var groups: JSON {
    let groups = ["apps", "discovery.k8s.io"].map { name -> JSON in
      let version: JSON = ["groupVersion": .string("\(name)/v1"), "version": "v1"]
      return [
        "name": .string(name), "versions": [version], "preferredVersion": version,
      ]
    }
    return ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups)]
  }

  /// `/api/v1` or `/apis/GROUP/v1`.
  static func resources(of version: String) -> JSON {
    var resources = Resource.allCases.filter { $0.apiVersion == version }.map { resource -> JSON in
      [
        "name": .string(resource.rawValue), "singularName": .string(resource.kind.lowercased()),
        "namespaced": true, "kind": .string(resource.kind), "verbs": verbs(of: resource),
        "shortNames": .array(resource.shortNames.map(JSON.string)),
      ]
    }
    if version == "v1" {
      resources += [
        subresource("pods/log", "Pod"), subresource("pods/proxy", "PodProxyOptions"),
        [
          "name": "namespaces", "singularName": "namespace", "namespaced": false,
          "kind": "Namespace", "verbs": ["get", "list"], "shortNames": ["ns"],
        ],
      ]
    }
    return [
      "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(version),
      "resources": .array(resources),
    ]
  }

  private static func verbs(of resource: Resource) -> JSON {
    switch resource {
    case .pods: ["get", "list", "watch", "delete"]
    case .deployments: ["get", "list", "watch", "patch"]
    default: ["get", "list", "watch"]
    }
  }

  private static func subresource(_ name: String, _ kind: String) -> JSON {
    [
      "name": .string(name), "singularName": "", "namespaced": true, "kind": .string(kind),
      "verbs": ["get"],
    ]
  }
}
