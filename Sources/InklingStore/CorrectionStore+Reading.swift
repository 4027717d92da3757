public import InklingFiles

extension CorrectionStore {
  /// Corrections in the order in which they were given.
  ///
  /// - Parameters:
  ///   - id: only those after this number; nil from the first on.
  ///   - limit: at most so many.
  ///   - contributor: only those that somebody gave; nil for all.
  ///   - model: only those of a model that was served under this name; nil for those of all.
  ///   - hasCanvas: false leaves out canvas and strokes, which take the most memory.
  /// - Throws: `InputError` of kind `.malformed` for a correction that is damaged, `.broken` for a file that cannot be read.
  public func corrections(
    after id: Int64? = nil, limit: Int = 1000, contributor: String? = nil, model: String? = nil,
    withCanvas hasCanvas: Bool = true
  ) throws(InputError) -> [StoredCorrection] {
    let canvas = hasCanvas ? "strokes, canvas" : "'[]', NULL"
    let choice = CorrectionChoice(contributor: contributor, model: model)
    let bound = [.integer(id ?? 0)] + choice.values + [.integer(Int64(max(limit, 0)))]
    return try withReader { database throws(InputError) in
      var found: [StoredCorrection] = []
      try database.rows(
        """
        SELECT id, framed, model, version, digest, answer, probability, label, time, contributor, \(canvas)
        FROM corrections WHERE id > ?\(choice.conditions) ORDER BY id LIMIT ?
        """, bound
      ) { row throws(InputError) in
        found.append(try StoredCorrection(row, path: database.path))
        return true
      }
      return found
    }
  }

  /// One correction; nil where there is none of this number.
  ///
  /// - Throws: as `corrections(after:limit:contributor:model:withCanvas:)`.
  public func correction(id: Int64) throws(InputError) -> StoredCorrection? {
    try corrections(after: id - 1, limit: 1).first { $0.id == id }
  }

  /// The newest corrections without canvas and strokes, in the order in which they were given: what a model is taught.
  ///
  /// - Parameters:
  ///   - limit: at most so many.
  ///   - model: only those of a model that was served under this name; nil for those of all.
  /// - Throws: as `corrections(after:limit:contributor:model:withCanvas:)`.
  public func newest(_ limit: Int, model: String? = nil) throws(InputError) -> [StoredCorrection] {
    let choice = CorrectionChoice(model: model)
    let first = try withReader { database throws(InputError) in
      try database.number(
        "SELECT id FROM corrections WHERE TRUE\(choice.conditions) ORDER BY id DESC LIMIT 1 OFFSET ?",
        choice.values + [.integer(Int64(max(limit, 1) - 1))])
    }
    return try corrections(after: first.map { $0 - 1 }, limit: limit, model: model, withCanvas: false)
  }
}

extension Correction {
  /// In the order of the columns that `add` names.
  var values: [DatabaseValue] {
    [
      .blob(framed), .text(StrokeText.encode(strokes)), .text(model.name), .integer(Int64(model.version)),
      .text(model.digest), DatabaseValue(answer), .real(probability), .text(label), .integer(time), .text(contributor),
      DatabaseValue(canvas),
    ]
  }
}

extension StoredCorrection {
  /// - Throws: `InputError` of kind `.malformed` for a row that no `add` has written.
  init(_ row: DatabaseRow, path: String) throws(InputError) {
    id = row.integer(0)
    do throws(InputError) {
      correction = Correction(
        framed: row.blob(1) ?? [], canvas: row.blob(11), strokes: try StrokeText.decode(row.text(10) ?? "", path: path),
        model: Correction.ModelIdentity(
          name: row.text(2) ?? "", version: Int(row.integer(3)), digest: row.text(4) ?? ""),
        answer: row.text(5), probability: row.real(6), label: row.text(7) ?? "", time: row.integer(8),
        contributor: row.text(9) ?? "")
      try correction.check()
    } catch {
      throw InputError(
        .malformed, "correction \(id) in the store is damaged: \(error.what)", path: path, expected: error.expected,
        found: error.found, remedy: "delete it with 'inkling store delete \(id)'")
    }
  }
}
