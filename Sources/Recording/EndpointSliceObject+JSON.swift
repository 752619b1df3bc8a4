internal import PodStatus
internal import ShutdownModel

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

extension EventObject {
  var json: JSON {
    JSON(fields: [
      "uid": .string(uid), "involvedUID": .string(involvedUID),
      "container": container.map(JSON.string), "warning": .flag(isWarning),
      "reason": .string(reason), "message": .string(message), "count": .integer(count),
      "time": time.map { JSON($0) },
    ])
  }

  init(_ fields: Fields) throws(RecordError) {
    self.init(
      uid: try fields.string("uid"), involvedUID: try fields.string("involvedUID"),
      container: try fields.optionalString("container"), isWarning: try fields.bool("warning"),
      reason: try fields.string("reason"), message: try fields.string("message"),
      count: try fields.int("count"), time: try fields.optionalInstant("time"))
  }
}
