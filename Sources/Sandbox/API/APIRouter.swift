import PodStatus

/// Finds the answer to a request: the part of the Kubernetes API that kubectl and lastcall use.
struct APIRouter: Sendable {
  let cluster: Cluster

  /// Answers one request.
  func answer(_ request: APIRequest) async -> APIAnswer {
    var path = request.path[...]
    switch (path.popFirst(), path.popFirst()) {
    case ("api", "v1"): return await answer(request, "v1", path)
    case ("apis", "apps") where path.first == "v1":
      return await answer(request, "apps/v1", path.dropFirst())
    case ("apis", "discovery.k8s.io") where path.first == "v1":
      return await answer(request, "discovery.k8s.io/v1", path.dropFirst())
    case ("apis", "authorization.k8s.io") where request.method == "POST": return review(request)
    case ("api", nil): return .json(["kind": "APIVersions", "versions": ["v1"]])
    case ("apis", nil): return .json(Discovery.groups)
    case ("version", nil): return .json(Discovery.version)
    case ("healthz", nil), ("readyz", nil), ("livez", nil): return .text("ok")
    default: return notFound
    }
  }

  private var notFound: APIAnswer {
    .failure(404, "NotFound", "the server could not find the requested resource")
  }

  /// In a sandbox everything is allowed.
  private func review(_ request: APIRequest) -> APIAnswer {
    var review = request.json
    review["status"] = ["allowed": true]
    return .json(review, code: 201)
  }

  private func answer(
    _ request: APIRequest, _ version: String, _ path: ArraySlice<String>
  ) async -> APIAnswer {
    var path = path
    guard let first = path.popFirst() else { return .json(Discovery.resources(of: version)) }
    var namespace: String?
    var name = first
    if first == "namespaces" {
      namespace = path.popFirst()
      guard let resource = path.popFirst() else { return self.namespace(namespace) }
      name = resource
    }
    guard let resource = Resource(rawValue: name), resource.apiVersion == version else {
      return notFound
    }
    let isHere = namespace == nil || namespace == Objects.namespace
    guard let object = path.popFirst() else {
      guard request.method == "GET" else { return notAllowed }
      return await collection(request, resource, isHere: isHere)
    }
    guard isHere else { return missing(resource, object) }
    guard let part = path.popFirst() else { return await self.object(request, resource, object) }
    switch (resource, part) {
    case (.pods, "log"): return await log(request, object)
    case (.pods, "proxy"): return await proxy(request, object)
    default: return notFound
    }
  }

  private var notAllowed: APIAnswer {
    .failure(405, "MethodNotAllowed", "the sandbox does not support this method here")
  }

  func missing(_ resource: Resource, _ name: String) -> APIAnswer {
    let group = resource.apiVersion.split(separator: "/").dropLast().map { ".\($0)" }.joined()
    return .failure(404, "NotFound", "\(resource.rawValue)\(group) \"\(name)\" not found")
  }

  private func namespace(_ name: String?) -> APIAnswer {
    let namespace: JSON = [
      "kind": "Namespace", "apiVersion": "v1",
      "metadata": ["name": .string(Objects.namespace)], "status": ["phase": "Active"],
    ]
    if name == nil {
      return .json(["kind": "NamespaceList", "apiVersion": "v1", "items": [namespace]])
    }
    return name == Objects.namespace
      ? .json(namespace)
      : .failure(404, "NotFound", "namespaces \"\(name ?? "")\" not found")
  }

  private func object(
    _ request: APIRequest, _ resource: Resource, _ name: String
  ) async -> APIAnswer {
    guard let object = await cluster.store[resource, name] else { return missing(resource, name) }
    switch (request.method, resource) {
    case ("GET", _):
      return .json(request.wantsTable ? Table.of(resource, [object]) ?? object : object)
    case ("DELETE", .pods):
      let body = request.json
      let uid = body["preconditions"]["uid"].string
      if let uid, uid != object.uid {
        return .failure(409, "Conflict", "the UID in the precondition is another pod's")
      }
      let grace = request.query["gracePeriodSeconds"].flatMap { Int($0) }
      await cluster.delete(name, grace: grace ?? body["gracePeriodSeconds"].int)
      return .json(await cluster.store[.pods, name] ?? object)
    case ("PATCH", .deployments):
      await cluster.patchDeployment(request.json)
      return .json(await cluster.deployment)
    default: return notAllowed
    }
  }
}
