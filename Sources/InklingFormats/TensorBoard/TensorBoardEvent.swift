/// One record of an event file (`tensorflow.Event`): what happened at a step of a training.
public struct TensorBoardEvent: Sendable, Equatable {
  /// What an event says.
  public enum Content: Sendable, Equatable {
    /// The first event of a file: "brain.Event:2".
    case fileVersion(String)
    /// A network.
    case graph([TensorBoardNode])
    /// Values, each under a tag.
    case summary([SummaryValue])
    /// A process starts to write at this step: what is from this step on, and was written before, no longer counts.
    case sessionStart
    /// Something else that an event can hold, by its field's number; 0 for an event that says nothing.
    case other(field: Int)
  }

  /// Seconds since 1970.
  public var wallTime: Double
  /// The training step, on TensorBoard's horizontal axis.
  public var step: Int
  /// What it says.
  public var content: Content

  /// An event at a step.
  public init(wallTime: Double, step: Int, _ content: Content) {
    self.wallTime = wallTime
    self.step = step
    self.content = content
  }

  /// The version that files of this format begin with.
  public static let fileVersion = "brain.Event:2"
}

/// A value of an event under its tag (`tensorflow.Summary.Value`).
public struct SummaryValue: Sendable, Equatable {
  /// The kinds of values.
  public enum Content: Sendable, Equatable {
    /// A number of a curve. Files hold it as float32.
    case scalar(Double)
    /// How many numbers lie where.
    case histogram(SummaryHistogram)
    /// A picture.
    case image(SummaryImage)
    /// Texts in Markdown.
    case text([String])
    /// What is known of hyper-parameters.
    case hyperparameters(HyperparameterSummary)
    /// Something else, by the name of its plugin or its field's number.
    case other(String)
  }

  /// The curve's or picture's name: "train/loss". What stands before the first slash groups them.
  public var tag: String
  /// The value.
  public var content: Content

  /// A value under its tag.
  public init(_ tag: String, _ content: Content) {
    self.tag = tag
    self.content = content
  }
}
