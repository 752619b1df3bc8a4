import PodStatus

/// How the sandbox's objects look when they are made; what real ones have and nobody reads is left out.
enum Objects {
  static let namespace = "demo"
  static let name = "web"
  static let container = "web"
  static let webPort = 8080
  static let statusPort = 8081
  /// With this header the hook's request may begin the drain.
  static let drainHeader = "preStop"

  static func deployment(_ story: Story, uid: String, now: Timestamp) -> JSON {
    [
      "metadata": [
        "name": .string(name), "namespace": .string(namespace), "uid": .string(uid),
        "generation": 1, "creationTimestamp": .string(now.rfc3339), "labels": ["app": "web"],
      ],
      "spec": [
        "replicas": .integer(story.replicas),
        "selector": ["matchLabels": ["app": "web"]],
        "template": [
          "metadata": ["labels": ["app": "web"]],
          "spec": [
            "containers": [containerSpec(story)],
            "restartPolicy": "Always",
            "terminationGracePeriodSeconds": .integer(story.graceSeconds),
            "dnsPolicy": "ClusterFirst", "securityContext": [:],
            "schedulerName": "default-scheduler",
          ],
        ],
        "strategy": [
          "type": "RollingUpdate",
          "rollingUpdate": [
            "maxUnavailable": .integer(story.maxUnavailable), "maxSurge": .integer(story.maxSurge),
          ],
        ],
        "minReadySeconds": .integer(story.minReadySeconds),
        "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600,
      ],
      "status": [:],
    ]
  }

  private static func containerSpec(_ story: Story) -> JSON {
    var container: JSON = [
      "name": .string(Self.container), "image": "lastcall.dev/sandbox-worker:1.0",
      "ports": [
        ["name": "http", "containerPort": .integer(webPort), "protocol": "TCP"],
        ["name": "status", "containerPort": .integer(statusPort), "protocol": "TCP"],
      ],
      "env": [
        ["name": "DRAIN_TIMEOUT", "value": .string(String(story.drainTimeoutSeconds))]
      ],
      "resources": [:],
      "readinessProbe": [
        "httpGet": ["path": "/healthz", "port": .integer(webPort), "scheme": "HTTP"],
        "timeoutSeconds": 1, "periodSeconds": 1, "successThreshold": 1, "failureThreshold": 2,
      ],
      "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
      "imagePullPolicy": "IfNotPresent",
    ]
    switch story.preStop {
    case .sleep(let seconds):
      container["lifecycle"]["preStop"] = ["sleep": ["seconds": .integer(seconds)]]
    case .exec(let seconds):
      let command: JSON = [
        "lastcall", "sandbox-worker", "--sleep", .string(String(seconds)),
      ]
      container["lifecycle"]["preStop"] = ["exec": ["command": command]]
    case .httpGet(let seconds):
      let path = "/shutdown-status?drain=1&wait=\(seconds)"
      container["lifecycle"]["preStop"] = [
        "httpGet": [
          "path": .string(path), "port": .integer(statusPort), "scheme": "HTTP",
          "httpHeaders": [["name": "Lastcall-Drain", "value": .string(Objects.drainHeader)]],
        ]
      ]
    case .command(let command):
      container["lifecycle"]["preStop"] = [
        "exec": ["command": .array(command.map(JSON.string))]
      ]
    case nil: break
    }
    if let signal = story.stopSignal {
      container["lifecycle"]["stopSignal"] = .string("\(signal)")
    }
    return container
  }

  static func service(uid: String, now: Timestamp) -> JSON {
    [
      "metadata": [
        "name": .string(name), "namespace": .string(namespace), "uid": .string(uid),
        "creationTimestamp": .string(now.rfc3339), "labels": ["app": "web"],
      ],
      "spec": [
        "type": "ClusterIP", "clusterIP": "10.96.0.10", "selector": ["app": "web"],
        "ports": [
          ["name": "http", "protocol": "TCP", "port": 80, "targetPort": .integer(webPort)]
        ],
      ],
      "status": ["loadBalancer": [:]],
    ]
  }

  static func replicaSet(
    of deployment: JSON, hash: String, replicas: Int, revision: Int, uid: String, now: Timestamp
  ) -> JSON {
    var template = deployment["spec"]["template"]
    template["metadata"]["labels"]["pod-template-hash"] = .string(hash)
    let labels = template["metadata"]["labels"]
    let desired = deployment["spec"]["replicas"].int ?? 1
    let surge = deployment["spec"]["strategy"]["rollingUpdate"]["maxSurge"].int ?? 0
    return [
      "metadata": [
        "name": .string("\(name)-\(hash)"), "namespace": .string(namespace), "uid": .string(uid),
        "generation": 1, "creationTimestamp": .string(now.rfc3339), "labels": labels,
        "annotations": [
          "deployment.kubernetes.io/desired-replicas": .string(String(desired)),
          "deployment.kubernetes.io/max-replicas": .string(String(desired + surge)),
          "deployment.kubernetes.io/revision": .string(String(revision)),
        ],
        "ownerReferences": [owner(deployment)],
      ],
      "spec": [
        "replicas": .integer(replicas), "minReadySeconds": deployment["spec"]["minReadySeconds"],
        "selector": ["matchLabels": labels], "template": template,
      ],
      "status": ["replicas": 0],
    ]
  }

  static func pod(of replicaSet: JSON, suffix: String, uid: String, now: Timestamp) -> JSON {
    let set = replicaSet["metadata"]["name"].string ?? name
    let template = replicaSet["spec"]["template"]
    var metadata: JSON = [
      "name": .string("\(set)-\(suffix)"), "generateName": .string("\(set)-"),
      "namespace": .string(namespace), "uid": .string(uid), "generation": 1,
      "creationTimestamp": .string(now.rfc3339), "labels": template["metadata"]["labels"],
      "ownerReferences": [owner(replicaSet)],
    ]
    if template["metadata"]["annotations"].isObject {
      metadata["annotations"] = template["metadata"]["annotations"]
    }
    return [
      "metadata": metadata, "spec": template["spec"],
      "status": ["phase": "Pending", "qosClass": "BestEffort"],
    ]
  }

  static func endpointSlice(of service: JSON, suffix: String, uid: String, now: Timestamp) -> JSON {
    [
      "metadata": [
        "name": .string("\(name)-\(suffix)"), "generateName": .string("\(name)-"),
        "namespace": .string(namespace), "uid": .string(uid), "generation": 1,
        "creationTimestamp": .string(now.rfc3339),
        "labels": [
          "app": "web", "kubernetes.io/service-name": .string(name),
          "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
        ],
        "ownerReferences": [owner(service)],
      ],
      "addressType": "IPv4", "endpoints": [],
      "ports": [["name": "http", "protocol": "TCP", "port": .integer(webPort)]],
    ]
  }

  private static func owner(_ object: JSON) -> JSON {
    [
      "apiVersion": object["apiVersion"], "kind": object["kind"],
      "name": object["metadata"]["name"], "uid": object["metadata"]["uid"],
      "controller": true, "blockOwnerDeletion": true,
    ]
  }
}
