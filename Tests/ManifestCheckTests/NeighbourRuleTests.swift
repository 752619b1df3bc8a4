import Testing

@testable import ManifestCheck

/// What stands around a workload: meshes, balancers, nodes, volumes, budgets, other kinds.
struct NeighbourRuleTests {
  /// A Deployment whose pods have an annotation, and whose preStop takes 20 s.
  private func meshed(
    _ annotation: String, seconds: Int = 20, namespace: String = "", pod: String = ""
  ) -> [String] {
    let yaml = Manifests.deployment(pod: pod)
      .replacing(
        "labels: {app: web}}\n    spec",
        with: "labels: {app: web}, annotations: {\(annotation)}}\n    spec"
      )
      .replacing("seconds: 5}", with: "seconds: \(seconds)}")
      .replacing(
        "metadata: {name: web}\nspec:\n  replicas",
        with: "metadata: {name: web, namespace: shop}\nspec:\n  replicas")
    let own =
      namespace.isEmpty
      ? ""
      : "\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {\(namespace)}}\n"
    return Manifests.found(yaml + own)
  }

  @Test(arguments: [
    ("linkerd.io/inject: enabled", ["R17 warning"]), ("linkerd.io/inject: disabled", []),
    (
      "linkerd.io/inject: enabled, config.alpha.linkerd.io/proxy-wait-before-exit-seconds: '30'",
      ["R17 warning"]
    ),
    (
      "linkerd.io/inject: enabled, config.alpha.linkerd.io/proxy-wait-before-exit-seconds: '25'", []
    ),
    ("linkerd.io/inject: enabled, config.beta.linkerd.io/proxy-enable-native-sidecar: 'true'", []),
    ("sidecar.istio.io/inject: 'true'", ["R17 warning"]),
    ("sidecar.istio.io/inject: 'true', proxy.istio.io/config: 'terminationDrainDuration: 25s'", []),
    (
      "sidecar.istio.io/inject: 'true', proxy.istio.io/config: 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS: true'",
      []
    ),
    ("dapr.io/enabled: 'true'", ["R17 warning"]),
    ("dapr.io/enabled: 'true', dapr.io/block-shutdown-duration: 25s", []),
    ("consul.hashicorp.com/connect-inject: 'true'", ["R17 warning"]),
  ])
  func `R17 knows who injects a proxy and how long it stays`(annotation: String, found: [String]) {
    #expect(meshed(annotation) == found, "\(annotation)")
  }

  @Test func `R17 reads the labels of the namespace, and the pod may refuse`() {
    #expect(meshed("a: b", namespace: "istio-injection: enabled") == ["R17 warning"])
    #expect(meshed("a: b", namespace: "istio-injection: disabled") == [])
    #expect(meshed("sidecar.istio.io/inject: 'false'", namespace: "istio-injection: enabled") == [])
    #expect(meshed("a: b", seconds: 4, namespace: "istio-injection: enabled") == [])
  }

  private func job(_ containers: String, annotation: String = "a: b", pod: String = "") -> [String]
  {
    Manifests.found(
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: migrate}
      spec:
        template:
          metadata: {annotations: {\(annotation)}}
          spec:
            restartPolicy: Never\(pod)
            containers: [\(containers)]
      """)
  }

  @Test func `C10 is a Job beside whose program a proxy runs on`() {
    let work = "{name: m, image: m, command: [migrate]}"
    let proxy = "{name: cloud-sql-proxy, image: cloud-sql-proxy:2}"
    #expect(job("\(work), \(proxy)") == ["C10 warning"])
    #expect(job(work) == [])
    #expect(job(proxy) == [])
    let asking =
      "{name: m, image: m, command: [sh, -c, 'migrate; curl -X POST localhost:9091/quitquitquit']}"
    #expect(job("\(asking), \(proxy)").filter { $0.hasPrefix("C10") } == [])
    #expect(
      job(
        work,
        pod: "\n      initContainers: [{name: cloud-sql-proxy, image: a, restartPolicy: Always}]")
        == [])
    #expect(job(work, annotation: "sidecar.istio.io/inject: 'true'") == ["C10 warning"])
    #expect(job(work, annotation: "linkerd.io/inject: disabled") == [])
  }

  private func served(_ more: String, service: String = "", seconds: Int = 5) -> [String] {
    Manifests.found(
      Manifests.deployment().replacing("seconds: 5}", with: "seconds: \(seconds)}")
        .replacing("metadata: {name: front}", with: "metadata: {name: front\(service)}") + more)
  }

  @Test func `R02 knows target groups, endpoint groups and application gateways`() {
    let binding = """

      ---
      apiVersion: elbv2.k8s.aws/v1beta1
      kind: TargetGroupBinding
      metadata: {name: front}
      spec: {serviceRef: {name: front, port: 80}, targetType: ip}
      """
    #expect(served(binding) == ["R02 warning"])
    #expect(served(binding, seconds: 15) == [])
    #expect(served(binding.replacing("Type: ip", with: "Type: instance")) == [])
    #expect(served(binding.replacing("Ref: {name: front", with: "Ref: {name: back")) == [])
    let group = ", annotations: {cloud.google.com/neg: '{\"ingress\": true}'}"
    #expect(served("", service: group) == ["R02 warning"])
    #expect(served("", service: group, seconds: 20) == [])
    #expect(served("", service: group.replacing("true", with: "false")) == [])
    let gateway = """

      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: front}
      spec: {ingressClassName: azure-application-gateway, defaultBackend: {service: {name: front}}}
      """
    #expect(served(gateway) == ["R02 warning"])
    #expect(served(gateway.replacing("azure-application-gateway", with: "nginx")) == [])
  }

  @Test func `R02 compares a deregistration delay that is set with the grace`() {
    func ingress(_ seconds: Int) -> String {
      """

      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: front
        annotations:
          alb.ingress.kubernetes.io/target-group-attributes: deregistration_delay.timeout_seconds=\(seconds)
      spec: {defaultBackend: {service: {name: front}}}
      """
    }
    #expect(served(ingress(120)) == ["R02 notice"])
    #expect(served(ingress(30)) == [])
  }

  @Test(arguments: [
    ("nodeSelector: {cloud.google.com/gke-spot: 'true'}", "240", ["R22 warning"]),
    ("nodeSelector: {cloud.google.com/gke-spot: 'true'}", "30", []),
    ("nodeSelector: {cloud.google.com/gke-spot: 'false'}", "200", []),
    (
      "tolerations: [{key: kubernetes.azure.com/scalesetpriority, value: spot}]", "90",
      ["R22 warning"]
    ),
    ("nodeSelector: {karpenter.sh/capacity-type: spot}", "120", []),
    ("nodeSelector: {eks.amazonaws.com/capacityType: SPOT}", "180", ["R22 warning"]),
    (
      "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
        + "[{matchExpressions: [{key: karpenter.sh/capacity-type, operator: In, values: [spot]}]}]}}}",
      "180", ["R22 warning"]
    ),
  ])
  func `R22 knows nodes that give less`(line: String, grace: String, found: [String]) {
    let yaml = Manifests.deployment(pod: "\(line)\nterminationGracePeriodSeconds: \(grace)")
    #expect(Manifests.found(yaml) == found)
  }

  @Test func `R22 reads node pools and kubelets`() {
    let yaml = Manifests.deployment(pod: "terminationGracePeriodSeconds: 90")
    let pool = """

      ---
      apiVersion: karpenter.sh/v1
      kind: NodePool
      metadata: {name: a}
      spec: {template: {spec: {terminationGracePeriod: 60s}}}
      """
    #expect(Manifests.found(yaml + pool) == ["R22 notice"])
    #expect(Manifests.found(yaml + pool.replacing("60s", with: "2m")) == [])
    let kubelet = """

      ---
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      shutdownGracePeriod: 100s
      shutdownGracePeriodCriticalPods: 20s
      """
    #expect(Manifests.found(yaml + kubelet) == ["R22 notice"])
    #expect(Manifests.found(yaml + kubelet.replacing("100s", with: "120s")) == [])
  }

  @Test func `C11 is a rolling update around a volume of one node`() {
    func found(_ mode: String, _ spec: String = "replicas: 1", pod: String = "") -> [String] {
      let volume = "volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]"
      let claim =
        "\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c}\nspec: {accessModes: [\(mode)]}"
      return Manifests.found(Manifests.deployment(pod: volume + pod, spec: spec) + claim)
        .filter { $0.hasPrefix("C11") }
    }
    #expect(found("ReadWriteOnce") == ["C11 warning"])
    #expect(found("ReadWriteOncePod") == ["C11 critical"])
    #expect(found("ReadWriteMany") == [])
    #expect(found("ReadWriteOnce", "replicas: 1\nstrategy: {type: Recreate}") == [])
    #expect(
      found(
        "ReadWriteOnce", "replicas: 1\nstrategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}")
        == [])
    #expect(found("ReadWriteOnce", pod: "\nnodeName: a") == [])
  }

  @Test func `C12 is a surge around a port of the node`() {
    func found(_ strategy: String, port: String = "hostPort: 80", pod: String = "") -> [String] {
      Manifests.found(
        Manifests.deployment(pod: pod, spec: "updateStrategy: {rollingUpdate: {\(strategy)}}")
          .replacing("kind: Deployment", with: "kind: DaemonSet")
          .replacing("containerPort: 8080", with: "containerPort: 8080, \(port)")
      ).filter { $0.hasPrefix("C12") }
    }
    #expect(found("maxSurge: 1, maxUnavailable: 0") == ["C12 critical"])
    #expect(found("maxUnavailable: 1") == [])
    #expect(found("maxSurge: 1, maxUnavailable: 0", port: "protocol: TCP") == [])
    #expect(
      found("maxSurge: 1, maxUnavailable: 0", port: "protocol: TCP", pod: "hostNetwork: true")
        == ["C12 critical"])
    #expect(
      Manifests.found(Manifests.deployment(pod: "hostNetwork: true", spec: "replicas: 3")) == [
        "C12 notice"
      ])
  }

  @Test func `C13 is a second budget for the same pods`() {
    func second(_ app: String) -> String {
      "\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {minAvailable: 1, "
        + "selector: {matchLabels: {app: \(app)}}}"
    }
    #expect(Manifests.found(Manifests.deployment() + second("web")) == ["C13 warning"])
    #expect(Manifests.found(Manifests.deployment() + second("other")) == [])
  }

  @Test(arguments: [
    ("[kubectl, delete, pod, a, --grace-period=0, --force]", ["C15 notice"]),
    ("[kubectl, drain, a, --grace-period, '10']", ["C15 notice"]),
    ("[kubectl, drain, a]", []), ("[kubectl, drain, a, --grace-period=60]", []),
    ("[sh, -c, 'exec kubectl delete pod a --now']", ["C15 notice"]),
  ])
  func `C15 is a script that shortens the grace of others`(command: String, found: [String]) {
    #expect(Manifests.found(Manifests.deployment("command: \(command)")) == found)
  }

  /// An object with a pod whose hook takes 40 s, at a path of its own.
  private func other(
    _ version: String, _ kind: String, before: String = "spec: {template: ", after: String = "}",
    grace: String = ""
  ) -> [String] {
    Manifests.found(
      """
      apiVersion: \(version)
      kind: \(kind)
      metadata: {name: a}
      \(before){spec: {\(grace)containers: [{name: c, image: a, lifecycle: {preStop: {exec: {command: \
      [sh, -c, 'sleep 40']}}}}]}}\(after)
      """)
  }

  @Test func `every kind that holds a pod template is read`() {
    #expect(other("argoproj.io/v1alpha1", "Rollout") == ["R08 critical"])
    #expect(other("apps.openshift.io/v1", "DeploymentConfig") == ["R08 critical"])
    // Its grace is the time that a request may take, and it takes no hook.
    #expect(other("serving.knative.dev/v1", "Service") == ["C08 critical"])
    #expect(
      other("serving.knative.dev/v1", "Service", grace: "timeoutSeconds: 20, ").sorted()
        == ["C08 critical", "R08 critical"])
    #expect(
      other(
        "keda.sh/v1alpha1", "ScaledJob", before: "spec: {jobTargetRef: {template: ", after: "}}")
        == ["R08 critical"])
  }

  @Test func `of kinds that are not known a grace is said only where it stands`() {
    let farm = "spec: {groups: [{podTemplate: "
    #expect(other("example.com/v1", "Farm", before: farm, after: "}]}") == [])
    #expect(
      other(
        "example.com/v1", "Farm", before: farm, after: "}]}",
        grace: "terminationGracePeriodSeconds: 30, ") == ["R08 critical"])
  }

  @Test func `an autoscaler of KEDA knows the replicas, too`() {
    let scaled =
      Manifests.deployment(spec: "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}")
        + """

        ---
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: web}
        spec: {scaleTargetRef: {name: web}, minReplicaCount: 2}
        """
    #expect(Manifests.found(scaled) == [])
    #expect(Manifests.found(scaled.replacing("Count: 2", with: "Count: 1")) == ["C02 warning"])
  }
}
