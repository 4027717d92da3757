import InklingRandomness
import InklingTargets

/// What is in a data set of texts, in figures: counts, lengths, characters, repeats, samples.
///
/// As JSON its keys are in snake_case: `{"name", "source", "notes", "alphabet", "train": {"count", "channels", "height", "width",
/// "pixels", "lengths": [{"length", "count"}], "characters": [{"character", "count"}], "with_repeats", "distinct", "samples":
/// [{"index", "text"}]}, "test", "generated"}`.
public struct TextDatasetSummary: Sendable, Equatable, Codable {
  /// The name of the data set.
  public let name: String
  /// Where it came from.
  public let source: String
  /// What a person should know about this copy, each in one sentence.
  public let notes: [String]
  /// The characters, in the order of their classes.
  public let alphabet: String
  /// The training part; of pictures that are drawn anew in every epoch a sample of the first one.
  public let train: TextSplitSummary
  /// The test part.
  public let test: TextSplitSummary
  /// Pictures of an epoch where they are drawn anew in every one; nil for pictures in memory.
  public let generated: Int?

  /// Summarises both parts.
  ///
  /// - Parameters:
  ///   - dataset: with texts.
  ///   - samples: how many pictures are chosen at random of each part, as far as there are.
  ///   - seed: decides the samples and nothing else.
  /// - Precondition: the answers are sequences of characters.
  public init(of dataset: Dataset, samples: Int = 10, seed: UInt64 = 0) {
    name = dataset.name
    source = dataset.source
    notes = dataset.notes + [dataset.sharedImagesNote].compactMap(\.self)
    alphabet = dataset.train.classNames.dropFirst().joined()
    train = TextSplitSummary(of: dataset.train, samples: samples, seed: seed, split: 0)
    test = TextSplitSummary(of: dataset.test, samples: samples, seed: seed, split: 1)
    generated = dataset.generated?.count
  }
}

/// One part of a data set of texts in figures.
public struct TextSplitSummary: Sendable, Equatable, Codable {
  /// Texts of one length.
  public struct Length: Sendable, Equatable, Codable {
    /// Characters of a text.
    public let length: Int
    /// Such texts.
    public let count: Int
  }

  /// A character of the alphabet.
  public struct Character: Sendable, Equatable, Codable {
    /// The character.
    public let character: String
    /// How often it stands in the texts.
    public let count: Int
  }

  /// A picture with its text.
  public struct Sample: Sendable, Equatable, Codable {
    /// Its place in the part.
    public let index: Int
    /// What it says.
    public let text: String
  }

  /// The number of pictures.
  public let count: Int
  /// Channels of a picture.
  public let channels: Int
  /// Rows of a picture, in pixels.
  public let height: Int
  /// Columns of a picture, in pixels.
  public let width: Int
  /// Mean and deviation over all pixels.
  public let pixels: PixelSummary
  /// The lengths that there are, the shortest first.
  public let lengths: [Length]
  /// One for each character of the alphabet, in its order.
  public let characters: [Character]
  /// Texts with two equal characters side by side.
  public let withRepeats: Int
  /// Texts that differ.
  public let distinct: Int
  /// Pictures chosen at random, in rising order.
  public let samples: [Sample]

  init(of images: LabeledImages, samples: Int, seed: UInt64, split: Int) {
    guard let sequences = images.targets.sequences else {
      preconditionFailure("texts are sequences, not \(images.targets.kind)")
    }
    (count, channels, height, width) = (images.count, images.channels, images.height, images.width)
    pixels = PixelSummary(PixelSums(of: images).total)
    var (lengths, characters) = ([Int: Int](), [Int](repeating: 0, count: images.classNames.count))
    var (repeats, texts) = (0, Set<[Int]>())
    for image in 0..<sequences.count {
      let labels = sequences[image]
      lengths[labels.count, default: 0] += 1
      for label in labels { characters[label] += 1 }
      if zip(labels, labels.dropFirst()).contains(where: ==) { repeats += 1 }
      texts.insert(labels)
    }
    self.lengths = lengths.sorted { $0.key < $1.key }.map { Length(length: $0.key, count: $0.value) }
    self.characters = zip(images.classNames, characters).dropFirst().map { Character(character: $0, count: $1) }
    (withRepeats, distinct) = (repeats, texts.count)
    var order = Array(0..<images.count)
    var generator = CounterGenerator(seed: seed, purpose: .analysis, sample: split)
    generator.shuffle(&order)
    self.samples = order.prefix(samples).sorted().map { index in
      Sample(index: index, text: sequences[index].map { images.classNames[$0] }.joined())
    }
  }

  private enum CodingKeys: String, CodingKey {
    case count, channels, height, width, pixels, lengths, characters, distinct, samples
    case withRepeats = "with_repeats"
  }
}
