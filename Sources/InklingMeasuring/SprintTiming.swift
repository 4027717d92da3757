/// The recipe `sprint` as a person runs it, beside the same recipe in PyTorch.
package struct SprintTiming: Sendable, Codable {
  /// Seconds from the start of the process to its end: reading the files, training, testing and saving.
  package var wallSeconds: Double
  /// Seconds of the training alone.
  package var trainingSeconds: Double
  /// The mean over the seeds, on the test set.
  package var accuracy: Double
  /// Seconds that PyTorch trains, its images in memory and normalised; nil when it was not measured.
  package var peerSeconds: Double?
  /// How many times faster our training is than PyTorch's, in turn.
  package var timesPeer: Double?

  /// One process, and the peer's in turn.
  package struct Turn: Sendable {
    package var wallSeconds: Double
    package var trainingSeconds: Double
    package var accuracy: Double
    package var peer: PeerFigures?

    package init(wallSeconds: Double, trainingSeconds: Double, accuracy: Double, peer: PeerFigures?) {
      self.wallSeconds = wallSeconds
      self.trainingSeconds = trainingSeconds
      self.accuracy = accuracy
      self.peer = peer
    }

    fileprivate var peerSeconds: Double? { peer?.epochSeconds.map { median($0) } }
  }

  /// - Precondition: at least one turn.
  package init(_ turns: [Turn]) {
    wallSeconds = median(turns.map(\.wallSeconds))
    trainingSeconds = median(turns.map(\.trainingSeconds))
    accuracy = turns.reduce(0) { $0 + $1.accuracy } / Double(turns.count)
    let peer = turns.compactMap(\.peerSeconds)
    guard peer.count == turns.count else { return }
    peerSeconds = median(peer)
    timesPeer = median(turns.map { ($0.peerSeconds ?? .nan) / $0.trainingSeconds })
  }
}
