public import InklingAnalysis
public import InklingCharts
public import InklingDatasets
public import InklingFiles
import InklingRandomness

/// The features and labels of a data set as one page: classes, samples, pixels, principal components, a map, pairs, labels
/// that are likely wrong, duplicates.
///
///     try DatasetReport(of: dataset, title: "MNIST").page.write(to: "mnist.html")
///
/// The same data set gives the same page, byte for byte, on any number of threads.
public struct DatasetReport: Sendable {
  /// What is looked at, and how closely.
  public struct Options: Sendable, Equatable {
    /// Training images on the map, and among which pairs are looked for.
    public var samples: Int
    /// How the map is made.
    public var embedding: NeighborEmbedding.Options
    /// The networks that find labels which are likely wrong; nil leaves that out.
    public var crossValidation: CrossValidatedProbabilities.Options?
    /// What is drawn at random follows from it.
    public var seed: UInt64

    /// By default 5,000 images, and networks of four folds.
    public init(
      samples: Int = 5000, embedding: NeighborEmbedding.Options = .init(),
      crossValidation: CrossValidatedProbabilities.Options? = .init(), seed: UInt64 = 0
    ) {
      self.samples = samples
      self.embedding = embedding
      self.crossValidation = crossValidation
      self.seed = seed
    }
  }

  /// The page.
  public let page: Page

  /// Looks at a data set.
  ///
  /// - Parameters:
  ///   - dataset: with labels.
  ///   - title: its name in prose.
  ///   - options: what is looked at, and how closely.
  ///   - progress: told what is being done, in a few words.
  /// - Throws: `InputError`: `.usage` for a data set without labels or images, and fewer than 2 samples; `.unavailable` when
  ///   there is not enough memory.
  public init(
    of dataset: Dataset, title: String, options: Options = Options(), progress: (String) -> Void = { _ in }
  ) throws(InputError) {
    guard dataset.train.targets.labels != nil, dataset.test.targets.labels != nil, dataset.train.count > 1 else {
      throw InputError(
        .usage, "a report needs a training set of labelled images", expected: "2 images or more, each with a class",
        found: "\(dataset.train.count) with \(dataset.train.targets.kind)")
    }
    guard options.samples >= 2 else {
      throw InputError(.usage, "a map needs more images", expected: "2 or more", found: "\(options.samples)")
    }
    let name = ReportText.name(title)
    let facts = DatasetFacts(dataset, samples: options.samples, seed: options.seed, progress: progress)
    var sections = [try facts.overview(), facts.classes(), try facts.samples(), try facts.means(), facts.pixels()]
    progress("principal components and map")
    sections += try facts.maps(options.embedding)
    sections.append(try facts.pairs())
    if let crossValidation = options.crossValidation {
      progress("likely wrong labels")
      sections.append(try facts.labels(crossValidation))
    }
    sections.append(try facts.duplicates())
    page = Page(
      title: "\(name): what is in it",
      introduction: [Markup("p", ["class": "soft"], text: facts.introduction)], sections: sections,
      footer: "Made by Inkling \(Release.version). The page needs no network and no script.")
  }
}

/// What the sections of a data set's report are made from.
struct DatasetFacts {
  let dataset: Dataset
  let names: [String]
  let summary: DatasetSummary
  let statistics: ClassStatistics
  /// The training images on the map, in rising order.
  let chosen: [Int]
  let coordinates: FeatureMatrix
  let components: PrincipalComponents

  /// Images from which the principal components are taken.
  private static let most = 10_000
  /// Columns of the matrix whose covariance is taken; larger images are reduced.
  static let largestSide = 32

  init(_ dataset: Dataset, samples: Int, seed: UInt64, progress: (String) -> Void) {
    self.dataset = dataset
    names = ReportText.names(dataset.train.classNames)
    progress("counts")
    summary = DatasetSummary(of: dataset, samplesPerClass: min(10, max(1, 400 / max(names.count, 1))), seed: seed)
    statistics = ClassStatistics(of: dataset.train)
    progress("principal components")
    var order = Array(0..<dataset.train.count)
    var generator = CounterGenerator(seed: seed, purpose: .analysis)
    generator.shuffle(&order)
    chosen = order.prefix(samples).sorted()
    let images = Self.small(dataset.train)
    components = PrincipalComponents(
      of: FeatureMatrix(of: images, at: order.prefix(max(samples * 2, 2)).prefix(Self.most).sorted()), count: 50)
    coordinates = components.project(FeatureMatrix(of: images, at: chosen))
  }

  /// The images, reduced to a size whose covariance can be taken.
  static func small(_ images: LabeledImages) -> LabeledImages {
    guard images.imageSize > PrincipalComponents.mostColumns else { return images }
    let pictures = (0..<images.count).map { ReportPicture(images, $0, side: largestSide) }
    let channels = pictures[0].isColor ? 3 : 1
    return LabeledImages(
      images: pictures.flatMap(\.pixels), labels: images.labels, channels: channels, height: pictures[0].height,
      width: pictures[0].width, classNames: images.classNames)
  }

  var introduction: String {
    let train = dataset.train
    return "\(NumberText.grouped(train.count)) training and \(NumberText.grouped(dataset.test.count)) test images of "
      + "\(train.height) x \(train.width) pixels\(train.channels == 1 ? "" : " and \(train.channels) channels") in "
      + "\(names.count) classes. Each is an index from 0 in its part of the data set."
  }

  /// An image with its name: "train 17, 4".
  func picture(_ index: Int, isTest: Bool = false) throws(InputError) -> Markup {
    let images = isTest ? dataset.test : dataset.train
    return try ReportPicture(images, index).markup(
      "\(isTest ? "test" : "training") image \(index), \(names[Int(images.labels[index])])")
  }
}
