import InklingDatasets
import InklingEngine
import InklingFiles
import InklingRandomness
import InklingTraining

/// Images that a model has seen before, and those that it is tested with.
struct Replay {
  let dataset: Dataset
  /// Places of training images that are never shown again: by them is seen what a model forgets while it is still chosen. They
  /// are those that the model's own training held out, or else some of the others; none of a few.
  let kept: [Int32]
  /// Places of all other training images.
  private let shown: [Int32]
  /// What a person should know of the choice, each in one sentence.
  let notes: [String]
  /// Whether digits are shown although nothing says that the model was trained on digits: its classes' names alone do.
  let isAssumed: Bool

  /// - Parameters:
  ///   - name: of the data set, or its path; nil for the model's own, or else MNIST, or drawn digits.
  ///   - folder: the only data folder to look into; nil for the search path.
  /// - Throws: `InputError`: `.missing` for a data set that is not there or has no test set, `.malformed` for one with other
  ///   images or classes than the model's, `.usage` for an unknown name.
  init(_ name: String?, folder: String?, for model: TrainedModel) throws(InputError) {
    let choice = try Self.choice(name, folder, model)
    var dataset = try choice.source.load()
    try model.description.requireFit(dataset.train)
    let inversion = dataset.train.drawingNote(for: [model])
    if inversion != nil { dataset = dataset.shifted(.inverted) }
    guard dataset.test.count > 0, dataset.train.count > 0 else {
      throw InputError(
        .missing, "the data set has no test set, without which nobody sees what a model forgets", path: dataset.source,
        expected: "images to train on and to test with", found: "none to test with",
        remedy: "name another, as 'inkling teach --replay NAME' does")
    }
    self.dataset = dataset
    notes = choice.notes + [inversion].compactMap(\.self)
    isAssumed = choice.isAssumed
    kept = try Self.kept(of: dataset.train, model)
    let isKept = Set(kept)
    shown = (0..<Int32(dataset.train.count)).filter { !isKept.contains($0) }
  }

  /// The most images that are kept back, unless the model's training held out more.
  private static let mostKept = 10_000

  private static func kept(of images: LabeledImages, _ model: TrainedModel) throws(InputError) -> [Int32] {
    if let record = model.training, record.data?.training == DatasetFingerprint.Part(of: images),
      let split = try record.recipe.split(of: images)
    {
      return split.validation
    }
    var generator = CounterGenerator(seed: 0, purpose: .splitting, stream: 3)
    var places = (0..<Int32(images.count)).map { $0 }
    generator.shuffle(&places)
    return places.prefix(min(images.count / 5, mostKept)).sorted()
  }

  /// How many images may be shown again.
  var count: Int { shown.count }

  /// Where the images come from, with what a person should know of it.
  static func choice(
    _ name: String?, _ folder: String?, _ model: TrainedModel
  ) throws(InputError) -> (source: DatasetSource, notes: [String], isAssumed: Bool) {
    if let name { return (try DatasetSource(name, folder: folder).fitted(to: model), [], false) }
    let own = try model.training.map { record throws(InputError) in
      try DatasetSource(of: record.recipe, folder: folder).fitted(to: model)
    }
    var missing: InputError?
    if let own {
      do throws(InputError) {
        _ = try own.locate()
        return (own, [], false)
      } catch {
        guard error.kind == .missing else { throw error }
        missing = error
      }
    }
    let isOfDigits = model.classNames == digits && model.graph.inputShape == Shape([1, 28, 28])
    // What a data set of one's own shows, its files would say.
    let isOther = own.map { !$0.classNames.isEmpty && $0.classNames != digits } ?? false
    guard isOfDigits, !isOther else {
      throw missing.map { error in
        // Whoever teaches has other options than whoever trains, and at a server none.
        InputError(
          error.kind, error.what, path: error.path, expected: error.expected, found: error.found,
          remedy: "put it there, or name another, as 'inkling teach --replay NAME' does")
      }
        ?? InputError(
          .usage, "nothing says what the model was trained on", path: model.title,
          remedy: "name a data set with its classes, as 'inkling teach --replay NAME' does")
    }
    let why = own.map { "\($0.title) is not on the disk" } ?? "nothing says what the model was trained on"
    let isAssumed = own?.classNames != digits
    if let mnist = try Self.mnist(folder, for: model) {
      return (mnist, ["\(why): MNIST's images are shown again, and the test is on them"], isAssumed)
    }
    let note = "\(why): digits that the program draws are shown again, and the test is on them"
    return (try DatasetSource(StrokeDigits.names[0], folder: nil), [note], isAssumed)
  }

  /// MNIST where it is on the disk: most models of digits were trained on it.
  private static func mnist(_ folder: String?, for model: TrainedModel) throws(InputError) -> DatasetSource? {
    let source = try DatasetSource("mnist", folder: folder).fitted(to: model)
    do throws(InputError) {
      _ = try source.locate()
      return source
    } catch {
      guard error.kind == .missing else { throw error }
      return nil
    }
  }

  private static let digits = (0...9).map(String.init)

  /// The least accuracy on MNIST's or drawn digits of a model that is taken for one of digits by its classes' names alone. Models that
  /// people trained on MNIST read 85 to 99 % of the drawn ones; one of ten kinds of clothes reads about a tenth.
  static let leastOfDigits = 0.8

  /// Refuses a model that is assumed to read digits, and does not: what it knows would be lost, and the test, which is on
  /// digits, would call that better.
  ///
  /// - Parameter right: which images of the test set the model before calls right.
  /// - Throws: `InputError` of kind `.usage`.
  static func requireDigits(_ right: [Bool], of model: TrainedModel) throws(InputError) {
    let share = Double(right.count { $0 }) / Double(max(right.count, 1))
    guard share < leastOfDigits else { return }
    throw InputError(
      .usage, "nothing says what the model was trained on, and it does not read digits", path: model.title,
      expected: "at least \(TeachingDecision.points(leastOfDigits)) % of \(right.count) test images called right",
      found: "\(TeachingDecision.points(share)) %",
      remedy: "name a data set with its classes, as 'inkling teach --replay NAME' does")
  }

  /// Some of the images that may be shown again, drawn without replacement: the same for the same seed.
  func places(_ count: Int, seed: UInt64) -> [Int] {
    var places = shown.map { Int($0) }
    var generator = CounterGenerator(seed: seed, purpose: .splitting, stream: 2)
    let count = min(count, places.count)
    for place in 0..<count { places.swapAt(place, place + generator.below(places.count - place)) }
    return Array(places[..<count])
  }
}
