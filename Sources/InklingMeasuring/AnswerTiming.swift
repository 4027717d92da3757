package import InklingEngine

/// How long models take for an image among many.
package enum AnswerTiming {
  /// Microseconds for an image, of each session: the median of so many rounds over all images, in turn, after one round that
  /// is not counted.
  package static func microseconds(
    _ sessions: [any AnsweringSession], images: [UInt8], rounds: Int
  ) -> [Double] {
    var times = sessions.map { _ in [Double]() }
    for round in 0...rounds {
      for (place, session) in sessions.enumerated() {
        let count = Double(images.count / session.graph.inputShape.count)
        let time = seconds { _ = session.logits(images: images) } * 1e6 / max(count, 1)
        if round > 0 { times[place].append(time) }
      }
    }
    return times.map(median)
  }
}
