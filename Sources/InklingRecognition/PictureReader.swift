import InklingEngine
public import InklingFiles
public import InklingFraming
public import InklingImages
public import InklingTraining
import Synchronization

/// Reads pictures of any size and kind with a model: frames each as the model's training images were, asks the model, and
/// refuses what looks like none of its classes.
///
///     let reader = try EmbeddedModel.reader()
///     let answer = try reader.read(file: "seven.jpg")
///     print(answer.isRefused ? "no digit" : answer.number ?? "")
public final class PictureReader: Sendable {
  /// The model that answers.
  public let model: TrainedModel
  /// How pictures are framed.
  public let mode: FramingMode
  /// What refuses; nil leaves it to the energy of the model's own answers.
  public let detector: OutlierDetector?
  /// From which score on a digit is refused; nil refuses blank pictures alone.
  public let refusal: RefusalThreshold?
  /// How a model that reads texts makes a text of its columns.
  public let decoder: TextDecoder
  package let preparation: PicturePreparation
  /// One for each thread.
  private let asking: [Asking]

  /// What a thread asks.
  private struct Asking: Sendable {
    let predictor: Predictor
    let detecting: Predictor?
  }

  /// - Parameters:
  ///   - model: which any number of readers share.
  ///   - detector: a model that decides on refusal; nil leaves it to the energy of the model's own answers.
  ///   - framing: how pictures are framed. A model whose training images were not digits, such as one that takes colours,
  ///     gets pictures that are only resized.
  ///   - refusal: nil takes the threshold that comes with the detector, or with the model.
  ///   - decoder: how a model that reads texts makes a text of its columns; of no effect on others.
  ///   - threads: how many decode and compute when several pictures are read; nil takes the processors.
  /// - Throws: `InputError`: `.usage` for a model that takes no pictures, or has another task than telling classes apart or
  ///   reading texts, for framing that it cannot have, and for a detector of other images or a threshold of another score;
  ///   `.unavailable` when there is not enough memory.
  public init(
    _ model: TrainedModel, detector: OutlierDetector? = nil, framing: FramingMode = .automatic,
    refusal: RefusalThreshold? = nil, decoder: TextDecoder = .greedy, threads: Int? = 1
  ) throws(InputError) {
    if model.description.task.name != .read { try model.requireClasses() }
    self.model = model
    self.detector = detector
    mode = framing
    self.decoder = decoder
    self.refusal = refusal ?? detector?.threshold ?? model.refusal
    try Self.check(model, detector, self.refusal)
    preparation = try PicturePreparation(model, framing)
    let count = threads ?? Processors.count
    guard (1...1024).contains(count) else {
      throw InputError(.usage, "the number of threads is out of range", expected: "1 to 1024", found: "\(count)")
    }
    asking = try (0..<count).map { _ throws(InputError) in
      Asking(predictor: try model.predictor(), detecting: try detector?.model.predictor())
    }
  }

  private static func check(
    _ model: TrainedModel, _ detector: OutlierDetector?, _ refusal: RefusalThreshold?
  ) throws(InputError) {
    if let detector, detector.model.graph.inputShape != model.graph.inputShape {
      throw InputError(
        .usage, "the outlier detector takes other images than the model", path: detector.model.title,
        expected: "\(model.graph.inputShape)", found: "\(detector.model.graph.inputShape)")
    }
    let score: RefusalThreshold.Score = detector == nil ? .energy : .logOdds
    if let refusal, refusal.score != score {
      throw InputError(
        .usage, "the threshold of refusal is of another score than what refuses", path: model.title,
        expected: score.rawValue, found: refusal.score.rawValue)
    }
  }

  /// What the model says of a picture.
  ///
  /// - Throws: `InputError` of kind `.malformed` for weights that give no finite answer.
  public func read(_ picture: Picture) throws(InputError) -> PictureAnswer {
    try answers(to: [.success(picture)])[0].get()
  }

  /// What the model says of a picture file.
  ///
  /// - Throws: as `PictureFile.read` and `read(_:)`.
  public func read(file path: String) throws(InputError) -> PictureAnswer { try read(PictureFile.read(path)) }

  /// What the model says of pictures, all of whose images are computed together by the caller's thread.
  ///
  /// - Parameter pictures: or why there is none.
  package func answers(to pictures: [Result<Picture, InputError>]) -> [Result<PictureAnswer, InputError>] {
    answers(to: pictures, with: asking[0].predictor, detecting: asking[0].detecting)
  }

  /// What framing makes of a picture, step by step; nil for a model whose pictures are taken as they are.
  public func steps(of picture: Picture) -> FramingSteps? {
    guard let analysis = preparation.framing?.analysis(of: picture) else { return nil }
    // What is wide is shown as it is read.
    let framed = analysis.framed
    let isOpen = !framed.undivided.isEmpty || !framed.strays.isEmpty || framed.lone != nil
    let wide = isOpen ? (try? read(picture))?.wide : nil
    return FramingSteps(analysis, framed: framed.read(as: wide ?? WideReading()))
  }

  /// Pictures that a thread reads together: as many images as the kernels compute at once.
  private static let block = 16

  /// What the model says of each of `count` pictures, in their order, whichever thread was quicker.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - picture: gives the picture of a number; called once for each, on several threads at the same time.
  public func read(
    _ count: Int, picture: @Sendable (Int) throws(InputError) -> Picture
  ) -> [Result<PictureAnswer, InputError>] {
    let blocks = (count + Self.block - 1) / Self.block
    let results = Mutex([[Result<PictureAnswer, InputError>]](repeating: [], count: blocks))
    let next = Atomic(0)
    withoutActuallyEscaping(picture) { picture in
      SystemThread.perform(min(asking.count, blocks)) { worker in
        while true {
          let block = next.add(1, ordering: .relaxed).oldValue
          guard block < blocks else { return }
          let numbers = block * Self.block..<min(count, (block + 1) * Self.block)
          let pictures = numbers.map { number in
            Result { () throws(InputError) in try picture(number) }
          }
          let own = self.asking[worker]
          let answers = self.answers(to: pictures, with: own.predictor, detecting: own.detecting)
          results.withLock { $0[block] = answers }
        }
      }
    }
    return results.withLock { $0.flatMap { $0 } }
  }
}
