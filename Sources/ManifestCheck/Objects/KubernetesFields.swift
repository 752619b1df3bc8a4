/// The names of the fields of Kubernetes' own kinds, as far as they say how pods start and end.
enum KubernetesFields {
  /// The version of Kubernetes whose fields these are.
  static let version = "1.37"

  /// By the name of a type, its fields, each with the type of what stands in it; empty where nothing
  /// more is known of that.
  static let types: [String: [String: String]] = {
    var types: [String: [String: String]] = [:]
    var name = ""
    for word in text.split(whereSeparator: \.isWhitespace).map(String.init) {
      if word.hasSuffix("=") {
        name = String(word.dropLast())
        continue
      }
      let parts = word.split(separator: ":").map(String.init)
      types[name, default: [:]][parts[0]] = parts.count > 1 ? parts[1] : ""
    }
    return types
  }()

  /// The type of a workload's object, and the node that has it; of other people's kinds only the pod
  /// template is known.
  static func root(of workload: Workload) -> (type: String, node: ManifestNode) {
    types[workload.kind.rawValue] != nil
      ? (workload.kind.rawValue, workload.manifest.node) : ("PodTemplateSpec", workload.template)
  }

  // Source: the OpenAPI description of Kubernetes, Apache License 2.0; the names alone.
  private static let text = """
    Container= args command env:EnvVar envFrom:EnvFromSource image imagePullPolicy
      lifecycle:Lifecycle livenessProbe:Probe name ports:ContainerPort readinessProbe:Probe
      resizePolicy resources restartPolicy restartPolicyRules securityContext startupProbe:Probe stdin
      stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts
      workingDir
    ContainerPort= containerPort hostIP hostPort name protocol
    CronJob= apiVersion kind metadata:ObjectMeta spec:CronJobSpec status
    CronJobSpec= concurrencyPolicy failedJobsHistoryLimit jobTemplate:JobTemplateSpec schedule
      startingDeadlineSeconds successfulJobsHistoryLimit suspend timeZone
    DaemonSet= apiVersion kind metadata:ObjectMeta spec:DaemonSetSpec status
    DaemonSetSpec= minReadySeconds revisionHistoryLimit selector template:PodTemplateSpec
      updateStrategy:DaemonSetUpdateStrategy
    DaemonSetUpdateStrategy= rollingUpdate:RollingUpdateDaemonSet type
    Deployment= apiVersion kind metadata:ObjectMeta spec:DeploymentSpec status
    DeploymentSpec= minReadySeconds paused progressDeadlineSeconds replicas revisionHistoryLimit
      selector strategy:DeploymentStrategy template:PodTemplateSpec
    DeploymentStrategy= rollingUpdate:RollingUpdateDeployment type
    EnvFromSource= configMapRef prefix secretRef
    EnvVar= name value valueFrom
    ExecAction= command
    GRPCAction= mode port service
    HTTPGetAction= host httpHeaders path port protocol scheme
    HorizontalPodAutoscaler= apiVersion kind metadata spec:HorizontalPodAutoscalerSpec status
    HorizontalPodAutoscalerSpec= behavior maxReplicas metrics minReplicas scaleTargetRef
    Job= apiVersion kind metadata:ObjectMeta spec:JobSpec status
    JobSpec= activeDeadlineSeconds backoffLimit backoffLimitPerIndex completionMode completions
      managedBy manualSelector maxFailedIndexes parallelism podFailurePolicy podReplacementPolicy
      scheduling selector successPolicy suspend template:PodTemplateSpec ttlSecondsAfterFinished
    JobTemplateSpec= metadata:ObjectMeta spec:JobSpec
    Lifecycle= postStart:LifecycleHandler preStop:LifecycleHandler stopSignal
    LifecycleHandler= exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction
      tcpSocket:TCPSocketAction
    ObjectMeta= annotations creationTimestamp deletionGracePeriodSeconds deletionTimestamp finalizers
      generateName generation labels managedFields name namespace ownerReferences resourceVersion
      selfLink uid
    Pod= apiVersion kind metadata:ObjectMeta spec:PodSpec status
    PodDisruptionBudget= apiVersion kind metadata spec:PodDisruptionBudgetSpec status
    PodDisruptionBudgetSpec= maxUnavailable minAvailable selector unhealthyPodEvictionPolicy
    PodSpec= activeDeadlineSeconds affinity automountServiceAccountToken containers:Container
      dnsConfig dnsPolicy enableServiceLinks ephemeralContainers evictionResponders hostAliases
      hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets
      initContainers:Container nodeName nodeSelector os overhead preemptionPolicy priority
      priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName
      schedulerName schedulingGates schedulingGroup securityContext serviceAccount serviceAccountName
      setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations
      topologySpreadConstraints volumes
    PodTemplateSpec= metadata:ObjectMeta spec:PodSpec
    Probe= exec:ExecAction failureThreshold grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds
      periodSeconds successThreshold tcpSocket:TCPSocketAction terminationGracePeriodSeconds
      timeoutSeconds
    ReplicaSet= apiVersion kind metadata:ObjectMeta spec:ReplicaSetSpec status
    ReplicaSetSpec= minReadySeconds replicas selector template:PodTemplateSpec
    ReplicationController= apiVersion kind metadata:ObjectMeta spec:ReplicationControllerSpec status
    ReplicationControllerSpec= minReadySeconds replicas selector template:PodTemplateSpec
    RollingUpdateDaemonSet= maxSurge maxUnavailable
    RollingUpdateDeployment= maxSurge maxUnavailable
    RollingUpdateStatefulSetStrategy= maxUnavailable partition
    SleepAction= seconds
    StatefulSet= apiVersion kind metadata:ObjectMeta spec:StatefulSetSpec status
    StatefulSetSpec= minReadySeconds ordinals persistentVolumeClaimRetentionPolicy
      podManagementPolicy replicas revisionHistoryLimit selector serviceName template:PodTemplateSpec
      updateStrategy:StatefulSetUpdateStrategy volumeClaimTemplates
    StatefulSetUpdateStrategy= rollingUpdate:RollingUpdateStatefulSetStrategy type
    TCPSocketAction= host port
    """
}
