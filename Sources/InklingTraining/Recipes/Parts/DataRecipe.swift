public import InklingDatasets
import InklingEngine
import InklingFiles

/// What a run is trained on.
public struct DataRecipe: Sendable, Equatable {
  /// The data set's name, "mnist", or the path of one's own: "./letters".
  public var dataset = "mnist"
  /// How much of the training set is kept for validation. Nil trains on all, and selects nothing.
  public var validation: ValidationSplit.Size?
  /// What the images that are kept are drawn with: runs with the same one keep the same.
  public var splitSeed: UInt64 = 0
  /// Whether every epoch has an order of its own.
  public var shuffle = true
  /// Which of its classes, how many images of each, and what is done to them. What is held out is of these.
  public var variation = DatasetVariation()

  /// What pictures of one's own set are scaled to, and how its rows of pixels lie; nil for what its files have. Or the size
  /// that captchas are drawn in.
  public var image: ImageSize?
  /// Whether damaged pictures of one's own set are left out, and counted.
  public var skipsCorrupt = false

  /// What captchas say and how they look. Of the data set "captcha" alone.
  public var captcha = CaptchaSettings()

  /// How the texts of one's own pictures are read. It counts for the task read alone.
  public var texts = TextReading()

  /// How pixels become inputs.
  public var normalization = NormalizationRecipe.standard

  /// By default all of MNIST, every epoch in an order of its own, as -1 ... 1.
  public init(
    dataset: String = "mnist", validation: ValidationSplit.Size? = nil, shuffle: Bool = true,
    variation: DatasetVariation = DatasetVariation(), normalization: NormalizationRecipe = .standard
  ) {
    self.dataset = dataset
    self.validation = validation
    self.shuffle = shuffle
    self.variation = variation
    self.normalization = normalization
  }

  /// The names of all data sets.
  package static var names: [String] {
    DatasetSource.names
  }

  /// Whether it is one's own, named by its path.
  package var isOwn: Bool { dataset.contains("/") }

  /// How one's own set is read.
  package var reading: DatasetReading { DatasetReading(image: image, skipsCorrupt: skipsCorrupt) }

  /// Whether its images show texts, and not one of several classes.
  var isText: Bool { DatasetSource.textNames.contains(dataset) }

  /// Whether its training pictures are drawn anew in every epoch.
  package var isGenerated: Bool { dataset == CaptchaSettings.name }

  /// How many classes the data set has, of all or of those that are kept; nil for one that is not known.
  public var classes: Int? { variation.classes?.count ?? wholeClasses }

  /// The name, and what is made of the data set: "mnist (classes 0, 1)".
  var title: String { variation.isIdentity ? dataset : "\(dataset) (\(variation))" }

  private var wholeClasses: Int? {
    // What is wrong with the alphabet was said already.
    if isGenerated { return (try? captcha.classNames())?.count }
    if isText { return StrokeSequences.classNames.count }
    return StrokeDigits.names.contains(dataset) ? 10 : Catalog.entries.first { $0.name == dataset }?.classNames.count
  }

  /// The numbers of images that it asks for: nil for all of a class, and what an epoch of captchas has.
  var imageNumbers: [Int?] { [variation.imagesPerClass, captcha.images] }

  /// How many of so many training images are kept for validation.
  public func validationCount(of trainingCount: Int) -> Int {
    switch validation {
    case nil: 0
    case .count(let count): count
    case .share(let share): Int((share * Double(trainingCount)).rounded())
    // The first folds have one more when the set is not divided evenly.
    case .fold(let number, let count): (trainingCount - number + count) / count
    }
  }
}

extension DataRecipe {
  /// - Parameter datasets: the names that there are; nil for any.
  init(reading reader: MappingReader?, datasets: [String]?) {
    self.init()
    guard let reader else { return }
    dataset = Self.dataset(reader, among: datasets) ?? dataset
    captcha = CaptchaSettings(reading: reader, of: dataset)
    readPictures(reader)
    readTexts(reader)
    shuffle = reader.bool("shuffle") ?? true
    validation = Self.validation(reader)
    splitSeed = reader.unsigned("split_seed") ?? 0
    readVariation(reader, isSaved: datasets == nil)
    normalization = NormalizationRecipe(reading: reader) ?? .standard
    reader.finishSection()
  }

  private static func dataset(_ reader: MappingReader, among names: [String]?) -> String? {
    // A program's own name, and what a run has saved, stay what they are, whatever lies in the folder.
    if let text = reader.node("dataset")?.text, let names, !names.contains(text), let path = DatasetSource.path(text) {
      return path
    }
    return names.map { reader.choice("dataset", among: $0, or: "the path of a folder or file that is there") }
      ?? reader.string("dataset")
  }

  private mutating func readPictures(_ reader: MappingReader) {
    skipsCorrupt = reader.bool("skip_corrupt") ?? false
    guard let text = reader.string("image"), text != "own" else { return }
    // The usual size is the same whether it is written out or not.
    if isGenerated, ImageSize(text) == CaptchaSettings.usualSize { return }
    let sides = 1...ModelSpecification.largestSide
    guard let size = ImageSize(text), (1...16).contains(size.channels), sides.contains(size.height),
      sides.contains(size.width)
    else {
      return reader.fault(
        "image",
        "should be channels x height x width, such as 3x64x64, with sides of at most \(sides.upperBound), the largest that "
          + "a network takes, but is \(text)")
    }
    image = size
  }

  private static func validation(_ reader: MappingReader) -> ValidationSplit.Size? {
    guard let node = reader.node("validation"), node.text != "none" else { return nil }
    if node.entries != nil { return reader.mapping("validation").flatMap { fold($0) } }
    if node.int != nil { return reader.int("validation", in: 1...Int(Int32.max)).map { .count($0) } }
    return reader.double("validation", in: .between(0, 1)).map { .share($0) }
  }

  private static func fold(_ reader: MappingReader) -> ValidationSplit.Size? {
    let counts = 2...1000
    reader.require("fold")
    reader.require("folds")
    let count = reader.int("folds", in: counts)
    let number = reader.int("fold", in: 1...(count ?? counts.upperBound))
    reader.finish()
    guard let number, let count else { return nil }
    return .fold(number: number, count: count)
  }

  private mutating func readVariation(_ reader: MappingReader, isSaved: Bool) {
    variation.classes = labels(reader)
    readNaming(reader, isSaved: isSaved)
    if let node = reader.node("images_per_class"), node.text != "all" {
      variation.imagesPerClass = reader.int("images_per_class", in: 1...Int(Int32.max))
    }
    let shift = reader.choice("shift", among: ["none"] + ImageShift.allCases.map(\.rawValue))
    variation.shift = shift.flatMap { ImageShift(rawValue: $0) }
  }

  private func labels(_ reader: MappingReader) -> [Int]? {
    guard let node = reader.node("classes"), node.text != "all" else { return nil }
    // One's own labels may be any whole numbers; which there are is known with the files.
    let range = wholeClasses.map { 0...$0 - 1 } ?? Int(Int32.min)...Int(Int32.max)
    guard let labels = reader.ints("classes", in: range) else { return nil }
    if labels.count < 2 {
      reader.fault("classes", "should be at least two labels, but are \(labels.count)")
    } else if Set(labels).count < labels.count {
      reader.fault("classes", "should name each label once, but are \(NameList.text(labels.map(String.init)))")
    } else {
      return labels
    }
    return nil
  }

  /// What the numbers in `classes` are. A run of a release that did not say so has places.
  private mutating func readNaming(_ reader: MappingReader, isSaved: Bool) {
    let naming = reader.choice("classes_by", among: ["label", "place"])
    if naming == "place", reader.node("classes").map({ $0.text == "all" }) ?? true {
      reader.fault("classes_by", "changes nothing where data.classes is all")
    }
    // The classes of a set that comes with the program stand where their labels say.
    guard wholeClasses == nil, variation.classes != nil else { return }
    variation.countsClasses = naming.map { $0 == "place" } ?? isSaved
  }

  var node: DocumentNode {
    let kept: DocumentNode =
      switch validation {
      case nil: .text("none")
      case .count(let count): .number(count)
      case .share(let share): .number(share)
      case .fold(let number, let count): .mapping([("fold", .number(number)), ("folds", .number(count))])
      }
    return .mapping(
      [("dataset", .text(dataset))] + (isGenerated ? captcha.nodes : textNodes) + [
        ("image", .text(imageText)),
        ("skip_corrupt", .flag(skipsCorrupt)),
      ] + classNodes + [
        ("images_per_class", variation.imagesPerClass.map { .number($0) } ?? .text("all")),
        ("shift", .text(variation.shift?.rawValue ?? "none")), ("validation", kept),
        ("split_seed", .number(splitSeed)), ("shuffle", .flag(shuffle)), ("normalization", normalization.node),
      ])
  }

  private var classNodes: [(String, DocumentNode?)] {
    guard let labels = variation.classes else { return [("classes", .text("all"))] }
    let naming = wholeClasses == nil ? DocumentNode.text(variation.countsClasses ? "place" : "label") : nil
    return [("classes", .list(labels.map { .number($0) })), ("classes_by", naming)]
  }

  private var imageText: String {
    (image ?? (isGenerated ? CaptchaSettings.usualSize : nil))?.description ?? "own"
  }
}
