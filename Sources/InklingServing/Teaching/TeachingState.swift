/// How it stands with teaching.
package enum TeachingState: Sendable, Equatable {
  /// Nobody has taught since the server began, or it was stopped.
  case idle
  case running(TeachingProgress)
  /// It is worse on the test set: somebody must say whether it is used.
  case waiting(TeachingOutcome)
  /// The new version answers.
  case accepted(TeachingOutcome, version: Int)
  /// The new version is kept and does not answer, for what the sentence says.
  case kept(TeachingOutcome, version: Int, reason: String)
  /// The model from before goes on answering.
  case discarded(TeachingOutcome)
  /// One sentence on what went wrong. The model from before goes on answering.
  case failed(String)

  /// As documents and events call it.
  package var name: String {
    switch self {
    case .idle: "idle"
    case .running: "running"
    case .waiting: "waiting"
    case .accepted: "accepted"
    case .kept: "kept"
    case .discarded: "discarded"
    case .failed: "failed"
    }
  }

  package var isRunning: Bool { if case .running = self { true } else { false } }
}
