/// How often each class was taken for each: row = truth, column = prediction.
public struct ConfusionMatrix: Sendable, Equatable {
  /// The name of each class, in the order of rows and columns.
  public let classNames: [String]
  /// Row-major [truth, prediction].
  public private(set) var counts: [Int]

  /// A matrix of zeros.
  public init(classNames: [String]) {
    self.classNames = classNames
    counts = Array(repeating: 0, count: classNames.count * classNames.count)
  }

  /// How often images of class `truth` were called `prediction`.
  public subscript(truth truth: Int, prediction prediction: Int) -> Int { counts[index(truth, prediction)] }

  /// Counts one more image.
  ///
  /// - Precondition: both are classes of the matrix.
  public mutating func add(truth: Int, prediction: Int) { counts[index(truth, prediction)] += 1 }

  /// Images counted.
  public var total: Int { counts.reduce(0, +) }

  /// Images whose prediction is the truth: the diagonal's sum.
  public var correct: Int { classNames.indices.reduce(0) { $0 + self[truth: $1, prediction: $1] } }

  /// Of the images called `label`, the share that are: `counts[label, label] / column sum`. Nil when none was called so.
  public func precision(of label: Int) -> Double? {
    share(label, of: classNames.indices.reduce(0) { $0 + self[truth: $1, prediction: label] })
  }

  /// Of the images that are `label`, the share called so: `counts[label, label] / row sum`. Nil when there are none.
  public func recall(of label: Int) -> Double? {
    share(label, of: classNames.indices.reduce(0) { $0 + self[truth: label, prediction: $1] })
  }

  /// Whether no image is of this class and none was called so.
  public func isAbsent(_ label: Int) -> Bool {
    classNames.indices.allSatisfy { self[truth: label, prediction: $0] == 0 && self[truth: $0, prediction: label] == 0 }
  }

  private func share(_ label: Int, of sum: Int) -> Double? {
    sum == 0 ? nil : Double(self[truth: label, prediction: label]) / Double(sum)
  }

  private func index(_ truth: Int, _ prediction: Int) -> Int {
    let count = classNames.count
    precondition(truth >= 0 && truth < count, "class \(truth) is outside the \(count) classes")
    precondition(prediction >= 0 && prediction < count, "class \(prediction) is outside the \(count) classes")
    return truth * count + prediction
  }
}
