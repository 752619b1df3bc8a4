import KubernetesObjects
import PodStatus
import ShutdownModel

extension EndpointSliceObject {
  var json: JSON {
    [
      "uid": .string(uid), "name": .string(name),
      "endpoints": .array(
        endpoints.map {
          JSON(fields: [
            "podUID": .string($0.podUID), "ready": .flag($0.isReady),
            "serving": .flag($0.isServing), "terminating": .flag($0.isTerminating),
          ])
        }),
    ]
  }

  init(_ fields: Fields) throws(RecordError) {
    var endpoints: [Endpoint] = []
    for endpoint in try fields.objects("endpoints") {
      endpoints.append(
        Endpoint(
          podUID: try endpoint.string("podUID"), isReady: try endpoint.bool("ready"),
          isServing: try endpoint.bool("serving"),
          isTerminating: try endpoint.bool("terminating")))
    }
    self.init(
      uid: try fields.string("uid"), name: try fields.string("name"), endpoints: endpoints)
  }
}
