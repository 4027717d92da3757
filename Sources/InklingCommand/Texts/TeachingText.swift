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
      let report: TeachingReport?
    }

    static func text(of versions: ModelVersions, json: Bool) throws(InputError) -> String {
      let current = try versions.current
      let all = try versions.all()
      if json {
        return try JSONText.encode(
          all.map { Line(version: $0.number, current: $0.number == current, path: $0.path, report: $0.report) })
      }
      var table = TextTable(header: ["version", "used", "taught", "test set", "date"], leftColumns: 2)
      for version in all {
        table.append([
          "\(version.number)", version.number == current ? "yes" : "", version.report.map { "\($0.plan.taught)" } ?? "",
          version.report?.test.accuracyAfter.percent ?? "", version.report?.date ?? "",
        ])
      }
      return table.text
    }
  }
#endif
