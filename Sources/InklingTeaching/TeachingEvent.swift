/// What happens while a model is taught, in order.
public enum TeachingEvent: Sendable, Equatable {
  /// The corrections and the replayed images are read.
  case started(TeachingPlan)
  /// Images were learned from; sent at most about twenty times a second.
  case learning(LearningProgress)
  /// The models before and after are compared on these images: "corrections held out".
  case comparing(String)
  /// It is done.
  case finished(TeachingReport)

  /// How far the learning is.
  public struct LearningProgress: Sendable, Equatable {
    /// Which of the trainings it is, from 1 on: few corrections are split, and learned several times.
    public let training: Int
    /// How many trainings there are.
    public let trainings: Int
    /// Steps that are done.
    public let step: Int
    /// Steps of a training.
    public let steps: Int
    /// The mean loss so far, in nats.
    public let loss: Double

    /// The share of all steps that is done, 0...1.
    public var share: Double {
      (Double(training - 1) + Double(step) / Double(max(steps, 1))) / Double(max(trainings, 1))
    }
  }
}
