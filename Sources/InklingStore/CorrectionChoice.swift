/// Which corrections are meant.
struct CorrectionChoice {
  /// What follows another condition in SQL: "" or " AND contributor = ?".
  private(set) var conditions = ""
  /// What stands for its question marks.
  private(set) var values: [DatabaseValue] = []

  init(contributor: String? = nil, model: String? = nil) {
    for (column, value) in [("contributor", contributor), ("model", model)] {
      guard let value else { continue }
      conditions += " AND \(column) = ?"
      values.append(.text(value))
    }
  }
}
