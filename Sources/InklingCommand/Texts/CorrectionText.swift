#if Server
  import InklingFiles
  import InklingStore

  /// Corrections for people, and as JSON.
  struct CorrectionText: Encodable {
    let count: Int
    let corrections: [Line]

    struct Line: Encodable {
      let number: Int64
      let label: String
      let answer: String?
      let probability: Double
      let model: String
      let version: Int
      let time: Int64
      let contributor: String
    }

    init(count: Int, corrections: [StoredCorrection]) {
      self.count = count
      self.corrections = corrections.map { stored in
        let one = stored.correction
        return Line(
          number: stored.id, label: one.label, answer: one.answer, probability: one.probability, model: one.model.name,
          version: one.model.version, time: one.time, contributor: one.contributor)
      }
    }

    var text: String {
      var table = TextTable(header: ["number", "it is", "answered", "probability", "model", "from"], leftColumns: 3)
      for line in corrections {
        table.append([
          "\(line.number)", line.label, line.answer ?? "nothing", line.probability.percent,
          "\(line.model):\(line.version)", line.contributor,
        ])
      }
      return table.text + "\n\(count.of("correction"))"
    }
  }
#endif
