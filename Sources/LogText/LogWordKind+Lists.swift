extension LogWordKind {
  /// The words of each kind, in lower case.
  static let lists: [(LogWordKind, String)] = [
    (
      .act,
      """
      shut shuts shutdown shutting shut-down stop stops stopping stoping stopped stop-signal drain drains \
      draining drained close closes closing closed terminate terminates terminating terminated termination \
      exit exits exiting exited quit quits quitting halt halting halted graceful gracefully kill kills \
      killing killed finish finished finishing complete completed done bye goodbye lameduck lame-duck \
      sigterm sigint sigquit sighup sigkill term signal signals interrupt interrupted wait waiting waits pausing force \
      forcing forced forcibly forcefully force-closing timeout timed abort aborting aborted cancel \
      cancelling canceling cancelled canceled disconnecting dropping abandoning discarding
      """
    ),
    (
      .filler,
      """
      the a an this its it is are was were has have had been being be now will would of and or any some \
      going down up out start starts starting started begin begins beginning began begun initiate \
      initiated initiating initiates commence commencing commenced trigger triggered triggering request \
      requested requesting perform performing run running execute executing executed enter entering \
      entered proceed proceeding sequence procedure phase successfully successful success ok seconds second secs sec minutes minute ms cleanly normally properly orderly \
      clean still also just finally already remaining existing active pending outstanding in-flight \
      inflight open running ongoing new more received receiving receive got caught handling handled \
      trapped mode state incoming old longer accepting accept cleaning cleanup no attempting attempt trying issued valid
      """
    ),
    (.all, "all every each"),
    (
      .process,
      """
      application app process program daemon itself everything myself system instance master main we i \
      host platform runtime agent runner jvm kernel supervisor cluster engine
      """
    ),
    (
      .server,
      """
      server servers service services api apis http https http2 grpc rpc tcp udp web rest webserver \
      webservers gateway broker brokers microservice websocket ws backend-server
      """
    ),
    (
      .part,
      """
      worker workers thread threads pool pools poller pollers fetcher fetchers queue queues workqueue \
      consumer consumers producer producers subscriber subscribers publisher publishers listener \
      listeners connector connectors handler handlers channel channels session connection scheduler \
      schedulers executor executors dispatcher launcher launchers cache caches idle bean beans plugin \
      plugins module modules component components task job actor actors shard shards partition \
      partitions port ports socket sockets stream subscription subscriptions cron timer timers watcher \
      watchers informer informers reconciler reconcilers processor processors monitor monitors exporter \
      exporters collector collectors metrics telemetry tracer tracing logger logging database databases \
      db redis kafka postgres postgresql mysql mongodb mongo rabbitmq amqp sql store stores storage \
      driver drivers cleaner index indexer buffer buffers admin management transport transports pipeline \
      pipelines endpoint raft loop loops writer writers reader readers sender senders receiver receivers \
      client-pool keepalive heartbeat ticker batch batches file files tail input inputs output \
      outputs source sources sink sinks filter filters frontend frontends hub pusher syncer sync manager \
      managers controller controllers repository factory context contexts registry discovery \
      limiter breaker job-queue thread-pool threadpool connection-pool goroutine goroutines coroutine \
      child-processes subprocess subprocesses command script build migration vhost topology bus eventbus mailer notifier notification notifications console \
      shell agent-loop refresher updater uploader downloader importer backup route routes router routers \
      extension extensions bundle bundles adapter adapters verticle verticles client interface \
      interfaces camera cameras recording recordings player playback profiler crawler bot
      """
    ),
    (
      .worker,
      """
      worker workers consumer consumers subscriber subscribers handler handlers task job actor actors \
      shard shards processor processors pipeline pipelines goroutine goroutines coroutine
      """
    ),
    (
      .kept,
      """
      store stores storage cache caches pool pools queue queues buffer buffers producer producers \
      connection-pool client-pool thread-pool threadpool job-queue workqueue publisher publishers \
      fetcher fetchers index repository registry exporter exporters reporter tracer timer timers
      """
    ),
    (.several, "runner agent instance host cluster engine process platform system"),
    (.head, "daemon application"),
    (
      .aside,
      """
      metrics telemetry tracer tracing logger logging admin management debug health healthcheck \
      health-check pprof profiler profiling monitoring status probe probes prometheus apm statsd
      """
    ),
    (.future, "will would should could must may might can shall"),
    (
      .foreign,
      """
      upstream upstreams peer peers remote backend backends downstream neighbour neighbor neighbours \
      goaway pq psycopg2 sibling
      """
    ),
    (
      .other,
      """
      follower followers replica replicas pod pods container containers node nodes parent child children \
      kubernetes namespace deployment statefulset daemonset replicaset machine vm vms member members \
      target targets user users customer device devices vehicle tenant guest browser leader slave standby \
      cluster-node
      """
    ),
    (
      .work,
      """
      requests connections tasks jobs traffic clients sessions streams calls builds messages operations \
      transactions queries invocations workloads executions activities workflows conns items events \
      rpcs uploads downloads transfers responses
      """
    ),
    (
      .turn,
      """
      in after upon via from over through owing due because for on by at within as before until when while with without from since \
      immediately then again so if once to after: but
      """
    ),
    (
      .level,
      """
      trace debug info information notice warn warning error err fatal critical crit alert emerg panic \
      verbose severe fine config inf wrn dbg ftl log note pid tid msg message level time ts i w e f d \
      default system utc gmt
      """
    ),
    (.message, "msg message"),
    (.noun, "shutdown shut-down drain draining graceful gracefully termination stop exit grace"),
    (.instruction, "use using press hit type send usage please note how you hint tip"),
    (.condition, "when whenever if once to before after"),
    (.expectation, "wait waiting await awaiting listen listening watching"),
    (.signalName, "signal signals term sigterm sigint sigquit sighup"),
    (
      .setting,
      """
      enabled disabled configured configuring configure configuration registered registering register \
      registers installed installing installs subscribed default defaults option options flag flags \
      setting settings parameter environment variable documentation deprecated supported supports \
      unsupported invalid unknown example
      """
    ),
    (
      .fixture,
      """
      timeout timeouts period periods manager hook hooks handler handlers delay duration deadline policy \
      config configuration strategy middleware plugin endpoint endpoints budget interval grace \
      coordinator listener listeners watcher controller helper module support behavior \
      behaviour url path route routes api command key token secret detection
      """
    ),
    (
      .event,
      """
      reached exceeded expired elapsed passed hit over started triggered called executed executing \
      running invoked invoking fired finished done complete completed exceeding failed forcing forced \
      shutting draining received receive receiving begins began begun entering initiated calling due because
      """
    ),
    (
      .denial,
      """
      not never cannot can't won't wouldn't don't doesn't didn't isn't will would should could must may \
      might can
      """
    ),
  ]
}
