#if Server
  import InklingFiles
  import InklingTeaching
  import InklingTraining

  /// What came of a teaching, for people.
  enum TeachingText {
    static func text(
      of report: TeachingReport, _ version: ModelVersion, from current: Int
    ) -> String {
      var table = TextTable(header: ["", "images", "before", "after", "95 % interval after", "p"])
      for row in [report.heldOut, report.taught, report.test].compactMap(\.self) {
        let interval = row.intervalAfter
        table.append([
          row.name, row.count.grouped, row.accuracyBefore.percent, row.accuracyAfter.percent,
          "\(interval.lower.percent) to \(interval.upper.percent)", row.mcnemar.pValue.fixed(4),
        ])
      }
      let plan = report.plan
      let share = report.weightShare.map { "; the share of the new weights is \($0.fixed(2))" } ?? ""
      let end = report.isAccepted ? "version \(version.number) is used from now on" : "version \(current) stays in use"
      return """
        \(plan.taught.of("correction")) learned with \(plan.replayed.grouped) images of \(plan.replay) in \
        \(report.seconds.fixed(1)) s\(share)\(plan.leftOut > 0 ? "; \(plan.leftOut.of("correction")) could not be used" : "")
        \(table.text)
        \(report.reason); \(end)
        \(version.path)
        """
    }

    /// One version as `--list --json` prints it.
    private struct Line: Encodable {
      let version: Int
      let current: Bool
      let path: String
      /// The model as it was given that it came of; nil where none is there.
      let origin: Int?
      let report: TeachingReport?
      /// What is wrong with it; nil where nothing is.
      let damage: String?
    }

    /// - Parameter used: the version that answers; nil where that is the model's file, which is no version yet.
    static func text(of versions: ModelVersions, used: Int?, json: Bool) throws(InputError) -> String {
      var origins: [Int: Int] = [:]
      for origin in try versions.origins() {
        for version in try versions.taught(from: origin) { origins[version.number] = origin.number }
      }
      let lines = try versions.all().map { version in
        Line(
          version: version.number, current: version.number == used, path: version.path,
          origin: origins[version.number], report: version.report,
          damage: version.damage?.description)
      }
      if json { return try JSONText.encode(lines) }
      var table = TextTable(header: ["version", "of", "used", "taught", "test set", "date"], leftColumns: 3)
      for version in lines {
        table.append([
          "\(version.version)", version.origin.map { "\($0)" } ?? "", version.current ? "yes" : "",
          version.report.map { "\($0.plan.taught)" } ?? "",
          version.report?.test.accuracyAfter.percent ?? "", version.report?.date ?? "",
        ])
      }
      var notes = lines.compactMap { line in line.damage.map { "version \(line.version) is damaged: \($0)" } }
      if used == nil {
        notes.append(
          "The model's file is another than those that these came of: it answers as it is, and becomes a version when it is "
            + "taught.")
      }
      return ([table.text] + notes).joined(separator: "\n")
    }
  }
#endif
