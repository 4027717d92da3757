import InklingFiles

/// What the corrections of one model are of.
struct CorrectionKind {
  let model: String
  /// The classes that occur, in answers and corrections. All that a model has, no store knows.
  private(set) var classes: Set<String> = []
  /// The beginnings of the pictures' files, which say their size and channels.
  private(set) var sizes: Set<[UInt8]> = []

  /// Whether one data set can have both: pictures of the same size, of digits or of the same classes.
  func goes(with other: CorrectionKind) -> Bool {
    let digits = Set((0...9).map(String.init))
    let areDigits = classes.isSubset(of: digits) && other.classes.isSubset(of: digits)
    return sizes == other.sizes && (areDigits || classes == other.classes)
  }

  fileprivate mutating func add(_ row: DatabaseRow) {
    for name in [row.text(1), row.text(2)].compactMap(\.self) { classes.insert(name) }
    sizes.insert(row.blob(3) ?? [])
  }
}

extension CorrectionStore {
  /// Of which models there are corrections, by their names.
  ///
  /// - Throws: `InputError` of kind `.malformed` or `.broken` for a file that cannot be read.
  func kinds() throws(InputError) -> [CorrectionKind] {
    try withReader { database throws(InputError) in
      var kinds: [CorrectionKind] = []
      // Of a PNG file: width and height, four bytes each, the depth and the kind of its colours.
      try database.rows(
        "SELECT DISTINCT model, label, answer, substr(framed, 17, 10) FROM corrections ORDER BY model", []
      ) { row throws(InputError) in
        let model = row.text(0) ?? ""
        if kinds.last?.model != model { kinds.append(CorrectionKind(model: model)) }
        kinds[kinds.count - 1].add(row)
        return true
      }
      return kinds
    }
  }
}
