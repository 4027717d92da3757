import InklingEngine
public import InklingFiles
public import InklingFormats

/// What a model answered, image by image: the image's index, its label, the class that it was called, and the probability of
/// each class.
public struct AnswerTable: Sendable {
  /// The answers.
  public let answers: Answers
  /// Each image's place in its part of the data set.
  public let indices: [Int32]

  /// - Parameters:
  ///   - answers: what the models said.
  ///   - indices: each image's place in its part of the data set; nil for all of it in order.
  /// - Precondition: an index for each of the answers.
  public init(_ answers: Answers, indices: [Int32]? = nil) {
    self.answers = answers
    self.indices = indices ?? answers.labels.indices.map { Int32($0) }
    precondition(
      self.indices.count == answers.labels.count, "\(self.indices.count) indices of \(answers.labels.count) images")
  }

  /// The table as arrays: "index", "label" and "predicted", I64 [N], and "probabilities", F64 [N, classes].
  ///
  /// - Throws: never for answers that there are.
  public func arrays() throws(InputError) -> [NamedArray] {
    let count = indices.count
    func integers(_ name: String, _ values: [Int32]) -> NamedArray {
      NamedArray(name: name, shape: [count], integers: values.map { Int64($0) })
    }
    return [
      integers("index", indices), integers("label", answers.labels), integers("predicted", answers.predictions),
      try NamedArray(
        name: "probabilities", elementType: .float64, shape: [count, answers.classNames.count],
        bytes: answers.probabilities.values.withUnsafeBytes { [UInt8]($0) }),
    ]
  }

  /// The table as text, with the classes' names: "index,label,predicted,probability_NAME,...".
  public var table: CSVTable {
    let names = answers.classNames
    let values = answers.probabilities.values
    let rows = indices.indices.map { place in
      ["\(indices[place])", names[Int(answers.labels[place])], names[Int(answers.predictions[place])]]
        + (place * names.count..<(place + 1) * names.count).map { "\(values[$0])" }
    }
    return CSVTable(header: ["index", "label", "predicted"] + names.map { "probability_\($0)" }, rows: rows)
  }

  /// Writes the table, as arrays to a file that ends in ".npz", as text to one that ends in ".csv". It is replaced as a
  /// whole.
  ///
  /// - Throws: `InputError`: `.usage` for another ending, `.unwritable` or `.broken` when it cannot be written.
  public func write(to path: String) throws(InputError) {
    switch try TableFormat(of: path) {
    case .npz: try NPZ.write(try arrays(), to: path)
    case .csv: try DurableFile.write(try table.encoded(), to: path)
    }
  }
}

/// How a table is written, by its file's name.
public enum TableFormat: String, Sendable, CaseIterable {
  /// NumPy's arrays.
  case npz
  /// Text.
  case csv

  /// - Throws: `InputError` of kind `.usage` for another ending.
  public init(of path: String) throws(InputError) {
    guard let format = Self.allCases.first(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }) else {
      throw InputError(
        .usage, "the file's name does not say how a table is written", path: path, expected: ".npz or .csv")
    }
    self = format
  }
}

extension ConfusionMatrix {
  /// The matrix as an array: "confusion", I64 [truth, prediction].
  public var array: NamedArray {
    NamedArray(
      name: "confusion", shape: [classNames.count, classNames.count], integers: counts.map { Int64($0) })
  }

  /// The matrix as text: a line for each true class, whose name comes first, and a column for each answer.
  public var table: CSVTable {
    let rows = classNames.indices.map { truth in
      [classNames[truth]] + classNames.indices.map { "\(self[truth: truth, prediction: $0])" }
    }
    return CSVTable(header: ["truth"] + classNames, rows: rows)
  }

  /// Writes the matrix to a file that ends in ".npz" or ".csv", which is replaced as a whole.
  ///
  /// - Throws: as `AnswerTable.write(to:)`.
  public func write(to path: String) throws(InputError) {
    switch try TableFormat(of: path) {
    case .npz: try NPZ.write([array], to: path)
    case .csv: try DurableFile.write(try table.encoded(), to: path)
    }
  }
}
