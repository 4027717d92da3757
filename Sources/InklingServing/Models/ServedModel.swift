package import InklingFiles

/// A model as the server needs it. It never changes; any number of threads make sessions of it.
package protocol ServedModel: Sendable {
  /// How it computes: `inkling_float32`, `inkling_int8`.
  var platform: String { get }
  /// [C, H, W].
  var inputShape: [Int] { get }
  /// The numbers that it answers with for an image.
  var outputWidth: Int { get }
  /// The classes' names; none for a model that tells no classes apart.
  var classNames: [String] { get }
  /// Whether it reads texts.
  var readsTexts: Bool { get }
  /// SHA-256 of its weights.
  var digest: String { get }
  /// What tells it from every other model: the same weights answer otherwise under other options.
  var identity: String { get }
  /// Whether it takes numbers that are normalised already.
  var takesValues: Bool { get }
  /// Why it reads no pictures; nil when it does.
  var whyNoPictures: String? { get }
  /// Why it cannot be corrected and taught; nil when it can.
  var whyNotTaught: String? { get }
  /// What a person should know of it, each in one sentence: said when it is opened.
  var notes: [String] { get }

  /// The probability of each class, of rows of its outputs.
  func probabilities(of outputs: [Float]) -> [Double]
  /// The text of each row of its outputs, for a model that reads texts.
  ///
  /// - Throws: `InputError` of kind `.malformed` for classes that are no characters.
  func texts(of outputs: [Float]) throws(InputError) -> [String]
  /// Memory to compute in, for one thread.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  func session(for work: ServedWork) throws(InputError) -> any ServedSession
}

extension ServedModel {
  /// A model that tells pictures apart can be.
  package var whyNotTaught: String? { whyNoPictures ?? (classNames.isEmpty ? "it tells no classes apart" : nil) }
  package var notes: [String] { [] }
  package var identity: String { digest }
}

/// What a session is for: it holds no more than that needs.
package enum ServedWork: Sendable { case tensors, pictures }

/// Computes with a model, for one caller after the other.
package protocol ServedSession: Sendable {
  /// The outputs for raw pixels, a byte each, [N, C, H, W].
  func outputs(pixels: [UInt8]) -> [Float]
  /// The outputs for normalised numbers, [N, C, H, W].
  func outputs(values: [Float]) -> [Float]
  /// What it says of pictures, framed as it needs them.
  ///
  /// - Parameter isWanted: whether somebody still waits for that; asked between its steps.
  func read(
    _ pictures: [ServedPicture], framed: Bool, while isWanted: () -> Bool
  ) -> [Result<PictureReply, InputError>]
  /// What the network does with one image of its own size, as JSON.
  func explain(_ picture: ServedPicture) -> Result<[UInt8], InputError>
}

/// A session is asked for its own kind of work alone.
extension ServedSession {
  package func outputs(pixels: [UInt8]) -> [Float] { [] }
  package func outputs(values: [Float]) -> [Float] { [] }
  package func read(
    _ pictures: [ServedPicture], framed: Bool, while isWanted: () -> Bool
  ) -> [Result<PictureReply, InputError>] { [] }
  package func explain(_ picture: ServedPicture) -> Result<[UInt8], InputError> {
    .failure(InputError(.usage, "the model's answers are not explained"))
  }
}

/// A picture as it came.
package enum ServedPicture: Sendable {
  /// A picture file's bytes.
  case file([UInt8])
  /// Samples, [H, W, channels] with one or three channels.
  case samples([UInt8], width: Int, height: Int, channels: Int)
}

/// What a model says of one picture.
package struct PictureReply: Sendable {
  /// What a model that reads texts has read.
  package struct Reading: Sendable {
    package var text: String
    /// That the whole of it is right.
    package var probability: Double
    package var characters: [(character: String, probability: Double)]
    /// What the model saw, as PNG, where it was asked for.
    package var framed: [UInt8]?

    package init(
      text: String, probability: Double, characters: [(character: String, probability: Double)], framed: [UInt8]?
    ) {
      self.text = text
      self.probability = probability
      self.characters = characters
      self.framed = framed
    }
  }

  /// One digit, or whatever else the classes are.
  package struct Digit: Sendable {
    package var label: Int
    package var probabilities: [Double]
    /// The class that is second; nil for a model of one class.
    package var runnerUp: Int?
    /// x, y, width, height in the picture's pixels.
    package var box: [Int]
    /// What the model saw, as PNG, where it was asked for.
    package var framed: [UInt8]?

    package init(label: Int, probabilities: [Double], runnerUp: Int?, box: [Int], framed: [UInt8]?) {
      self.label = label
      self.probabilities = probabilities
      self.runnerUp = runnerUp
      self.box = box
      self.framed = framed
    }
  }

  package var digits: [Digit]
  /// What they are together, in reading order; nil when there is nothing.
  package var number: String?
  /// That all of it is right.
  package var probability: Double?
  /// Why there is no answer: nil when there is one.
  package var refusal: String?
  /// What a model that reads texts has read; nil for others.
  package var reading: Reading?

  package init(_ reading: Reading, refusal: String? = nil) {
    digits = []
    self.reading = reading
    self.refusal = refusal
  }

  package init(digits: [Digit], number: String?, probability: Double?, refusal: String?) {
    self.digits = digits
    self.number = number
    self.probability = probability
    self.refusal = refusal
  }
}
