/// What TensorBoard's table of runs is told (`tensorboard.hparams.HParamsPluginData`).
public enum HyperparameterSummary: Sendable, Equatable {
  /// A hyper-parameter's value.
  public enum Value: Sendable, Equatable {
    /// A number.
    case number(Double)
    /// A text.
    case text(String)
    /// Yes or no.
    case flag(Bool)
  }

  /// A run's hyper-parameter.
  public struct Parameter: Sendable, Equatable {
    /// Its name: "optimizer.learning_rate".
    public var name: String
    /// Its value.
    public var value: Value

    /// A hyper-parameter.
    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The kind of a hyper-parameter's values, by its numbers in the file.
  public enum Kind: Int, Sendable {
    /// Texts.
    case text = 1
    /// Yes or no.
    case flag = 2
    /// Numbers.
    case number = 3
  }

  /// A column of the table: a hyper-parameter.
  public struct Column: Sendable, Equatable {
    /// The hyper-parameter's name.
    public var name: String
    /// The kind of its values; nil where a file does not say.
    public var kind: Kind?

    /// A column.
    public init(_ name: String, _ kind: Kind?) {
      self.name = name
      self.kind = kind
    }
  }

  /// How a run ended, by the numbers in the file.
  public enum Ending: Int, Sendable {
    /// Nobody knows.
    case unknown = 0
    /// To its end.
    case success = 1
    /// Early.
    case failure = 2
    /// It has not.
    case running = 3
  }

  /// The table's columns: hyper-parameters, and the tags of the scalars that measure a run.
  case experiment(columns: [Column], metrics: [String])
  /// A run begins. The parameters are kept in the order of their names.
  case start([Parameter], group: String, time: Double)
  /// A run has ended, at a time in seconds since 1970.
  case end(Ending, time: Double)

  /// The tag that TensorBoard looks for.
  public var tag: String {
    switch self {
    case .experiment: "_hparams_/experiment"
    case .start: "_hparams_/session_start_info"
    case .end: "_hparams_/session_end_info"
    }
  }
}

extension HyperparameterSummary.Value {
  /// The kind of the value.
  public var kind: HyperparameterSummary.Kind {
    switch self {
    case .number: .number
    case .text: .text
    case .flag: .flag
    }
  }
}
