/// The answers about corrections, teaching and versions.
enum TeachingDocuments {
  static func corrections(_ desk: TeachingDesk, _ counts: CorrectionCounts, mayTeach: Bool) -> [UInt8] {
    ProtocolDocuments.json { writer in
      write(counts, of: desk.name, isKept: true, &writer)
      writer.key("may_teach")
      writer.boolean(mayTeach)
      writer.key("state")
      writer.string(desk.state.state.name)
    }
  }

  /// What is said of a model that is not taught by a server with a store.
  static func untaught(_ counts: CorrectionCounts, of model: String) -> [UInt8] {
    ProtocolDocuments.json { writer in write(counts, of: model, isKept: false, &writer) }
  }

  private static func write(_ counts: CorrectionCounts, of model: String, isKept: Bool, _ writer: inout JSONWriter) {
    writer.key("kept")
    writer.boolean(isKept)
    writer.key("model")
    writer.string(model)
    writer.key("corrections")
    writer.number(counts.all)
    writer.key("own")
    writer.number(counts.own)
    writer.key("given")
    writer.number(counts.given)
    writer.key("deleted")
    writer.number(counts.deleted)
  }

  /// What is said by a server without a store.
  static let nothingKept = ProtocolDocuments.json { writer in
    writer.key("kept")
    writer.boolean(false)
  }

  static func state(_ state: TeachingState) -> [UInt8] {
    ProtocolDocuments.json { writer in
      writer.key("state")
      writer.string(state.name)
      switch state {
      case .idle: break
      case .running(let progress):
        writer.key("step")
        writer.string(progress.step.rawValue)
        writer.key("share")
        writer.number((min(max(progress.share, 0), 1) * 1000).rounded() / 1000)
      case .waiting(let outcome), .discarded(let outcome): self.outcome(outcome, &writer)
      case .accepted(let outcome, let version):
        writer.key("version")
        writer.string(String(version))
        self.outcome(outcome, &writer)
      case .kept(let outcome, let version, let reason):
        writer.key("version")
        writer.string(String(version))
        writer.key("reason")
        writer.string(reason)
        self.outcome(outcome, &writer)
      case .failed(let sentence):
        writer.key("error")
        writer.string(sentence)
      }
    }
  }

  static func versions(_ desk: TeachingDesk, _ kept: [KeptVersion]) -> [UInt8] {
    ProtocolDocuments.json { writer in
      writer.key("model")
      writer.string(desk.name)
      writer.key("served")
      let answering = desk.answering
      writer.string(answering?.version)
      writer.key("digest")
      writer.string(answering?.model.digest)
      writer.key("versions")
      writer.array { writer in
        for version in [KeptVersion(number: 1, date: "", corrections: 0)] + kept.filter(\.isServable) {
          writer.object { writer in
            writer.key("version")
            writer.string(String(desk.version(of: version.number)))
            writer.key("corrections")
            writer.number(version.corrections)
            writer.key("date")
            writer.string(version.date.isEmpty ? nil : version.date)
            guard version.isWorse else { return }
            writer.key("worse")
            writer.boolean(true)
          }
        }
      }
      let others = kept.filter(\.isOfAnother)
      if !others.isEmpty {
        writer.key("of_another_file")
        writer.array { writer in others.forEach { writer.string(String(desk.version(of: $0.number))) } }
      }
      damaged(desk, kept.filter { $0.damage != nil }, &writer)
    }
  }

  private static func damaged(_ desk: TeachingDesk, _ versions: [KeptVersion], _ writer: inout JSONWriter) {
    guard !versions.isEmpty else { return }
    writer.key("damaged")
    writer.array { writer in
      for version in versions {
        writer.object { writer in
          writer.key("version")
          writer.string(String(desk.version(of: version.number)))
          writer.key("reason")
          writer.string(version.damage)
        }
      }
    }
  }

  private static func outcome(_ outcome: TeachingOutcome, _ writer: inout JSONWriter) {
    writer.key("not_worse")
    writer.boolean(outcome.isNotWorse)
    writer.key("margin")
    writer.number(outcome.margin)
    writer.key("taught")
    writer.number(outcome.corrections)
    writer.key("replayed")
    writer.number(outcome.replayed)
    writer.key("weight_share")
    writer.number(outcome.weightShare)
    writer.key("seconds")
    writer.number((outcome.seconds * 10).rounded() / 10)
    writer.key("notes")
    writer.array { writer in outcome.notes.forEach { writer.string($0) } }
    writer.key("comparison")
    writer.array { writer in
      for row in outcome.rows { writer.object { writer in self.row(row, &writer) } }
    }
  }

  private static func row(_ row: TeachingOutcome.Row, _ writer: inout JSONWriter) {
    writer.key("set")
    writer.string(row.set)
    writer.key("images")
    writer.number(row.images)
    for (key, side) in [("before", row.before), ("after", row.after)] {
      writer.key(key)
      writer.object { writer in
        writer.key("right")
        writer.number(side.right)
        writer.key("accuracy")
        writer.number(row.images > 0 ? Double(side.right) / Double(row.images) : nil)
        writer.key("interval")
        writer.array { writer in
          writer.number(side.low)
          writer.number(side.high)
        }
      }
    }
    writer.key("won")
    writer.number(row.won)
    writer.key("lost")
    writer.number(row.lost)
    writer.key("p")
    writer.number(row.probability)
  }
}
