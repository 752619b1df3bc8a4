/// What the model uses of one version of an EndpointSlice.
public struct EndpointSliceObject: Equatable, Sendable {
  /// One entry of `endpoints[]`; a condition the API leaves out has its documented default.
  public struct Endpoint: Equatable, Sendable {
    /// `targetRef.uid`.
    public var podUID: String
    public var isReady: Bool
    public var isServing: Bool
    public var isTerminating: Bool

    /// Makes an endpoint.
    public init(podUID: String, isReady: Bool, isServing: Bool, isTerminating: Bool) {
      self.podUID = podUID
      self.isReady = isReady
      self.isServing = isServing
      self.isTerminating = isTerminating
    }
  }

  public var uid: String
  public var name: String
  public var endpoints: [Endpoint]

  /// Makes a slice.
  public init(uid: String, name: String, endpoints: [Endpoint]) {
    self.uid = uid
    self.name = name
    self.endpoints = endpoints
  }
}
