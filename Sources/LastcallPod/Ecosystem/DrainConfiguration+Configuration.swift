#if Configuration
  public import Configuration

  extension DrainConfiguration {
    /// Makes the configuration most servers want, from a reader of swift-configuration.
    ///
    /// The keys are those of the variables: ``limitVariable`` is `lastcall.drain.seconds`, in JSON a number or a text.
    public init(config: ConfigReader) {
      self.init { variable in
        let key = ConfigKey(variable.lowercased().split(separator: "_").map(String.init))
        return config.string(forKey: key) ?? config.double(forKey: key).map { "\($0)" }
          ?? config.int(forKey: key).map { "\($0)" }
      }
    }
  }
#endif
