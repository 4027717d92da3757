package import InklingFiles

/// Teaches a model by corrections, and keeps its versions: what the server needs of the library's teacher.
package protocol ModelTeacher: Sendable {
  /// The versions that came of teaching, from the oldest, with those that were taught from another file of the model's; the
  /// first has the number 2.
  ///
  /// - Throws: `InputError` when what is kept cannot be read.
  func versions() throws(InputError) -> [KeptVersion]
  /// The version that was chosen last, also by a server of before; 1 for the model as it was given.
  ///
  /// - Throws: as `versions()`.
  func chosen() throws(InputError) -> Int
  /// Has the versions follow a model that was given in the place of the one before.
  ///
  /// - Throws: `InputError` when it cannot be kept.
  func follow(_ model: any ServedModel) throws(InputError)
  /// The number that says which version was chosen, by whichever program: when it is another than it was, somebody has chosen
  /// another. It is asked for again and again. Nil where nothing says it.
  func noted() -> Int?
  /// The version that was chosen last, as `chosen()`; nil for one that would not answer, for it is of another model than the one
  /// that is given now.
  ///
  /// - Throws: as `versions()`.
  func chosenElsewhere() throws(InputError) -> Int?
  /// Remembers which version answers from now on.
  ///
  /// - Throws: `InputError` when that cannot be kept.
  func choose(_ number: Int) throws(InputError)
  /// Opens a version that is kept.
  ///
  /// - Throws: `InputError` when it is not there or damaged.
  func open(_ number: Int) throws(InputError) -> any ServedModel
  /// Teaches a copy of a model; it takes a while.
  ///
  /// - Parameters:
  ///   - model: it stays as it is.
  ///   - report: is told how far it is, and says whether to go on. When it says no this throws.
  /// - Throws: `InputError`, `.usage` for too few corrections.
  func teach(
    _ model: any ServedModel, report: @escaping @Sendable (TeachingProgress) -> Bool
  ) throws(InputError) -> any TaughtCandidate
}

extension ModelTeacher {
  /// Nobody else chooses.
  package func noted() -> Int? { nil }
  package func chosenElsewhere() throws(InputError) -> Int? { try chosen() }
}

/// What came of teaching, and nobody uses yet.
package protocol TaughtCandidate: Sendable {
  var outcome: TeachingOutcome { get }
  /// Keeps it as the next version, which is not used before somebody chooses it.
  ///
  /// - Returns: its number.
  /// - Throws: `InputError` when it cannot be written.
  func keep() throws(InputError) -> Int
}

/// A version that is kept.
package struct KeptVersion: Sendable, Equatable {
  /// From 2 on: 1 is the model as it was given.
  package var number: Int
  /// When it was made: "2026-01-31T12:00:00Z".
  package var date: String
  /// How many corrections taught it.
  package var corrections: Int
  /// Whether it was taught from another file than the model's now: then it is kept, and not served.
  package var isOfAnother: Bool
  /// Whether it was worse on the test set than the margin allows.
  package var isWorse: Bool
  /// What is wrong with it, in a sentence: then nobody knows what it was taught from, and it is not served. Nil where nothing is.
  package var damage: String?

  package init(
    number: Int, date: String, corrections: Int, isOfAnother: Bool = false, isWorse: Bool = false,
    damage: String? = nil
  ) {
    self.isWorse = isWorse
    self.damage = damage
    self.number = number
    self.date = date
    self.corrections = corrections
    self.isOfAnother = isOfAnother
  }

  /// Whether it may answer.
  var isServable: Bool { !isOfAnother && damage == nil }
}

/// How far teaching is.
package struct TeachingProgress: Sendable, Equatable {
  package enum Step: String, Sendable { case preparing, training, comparing }

  package var step: Step
  /// 0...1 of the whole.
  package var share: Double

  package init(_ step: Step, share: Double) {
    self.step = step
    self.share = share
  }
}
