import Datasets
import Files

/// What a run is trained on.
public struct DataRecipe: Sendable, Equatable {
  /// How much of the training set is kept for validation.
  public enum Validation: Sendable, Equatable {
    case count(Int)
    /// A share in `0 ..< 1`.
    case share(Double)
  }

  /// The data set's name: "mnist".
  public var dataset = "mnist"
  /// Nil trains on all, and selects nothing.
  public var validation: Validation?
  /// Whether every epoch has an order of its own.
  public var shuffle = true

  public init(dataset: String = "mnist", validation: Validation? = nil, shuffle: Bool = true) {
    self.dataset = dataset
    self.validation = validation
    self.shuffle = shuffle
  }

  /// The names of all data sets.
  package static var names: [String] { Catalog.entries.map(\.name) + ["strokes"] }

  /// How many classes the data set has; nil for one that is not known.
  public var classes: Int? {
    dataset == "strokes" ? 10 : Catalog.entries.first { $0.name == dataset }?.classNames.count
  }

  /// How many of so many training images are kept for validation.
  public func validationCount(of trainingCount: Int) -> Int {
    switch validation {
    case nil: 0
    case .count(let count): count
    case .share(let share): Int((share * Double(trainingCount)).rounded())
    }
  }
}

extension DataRecipe {
  init(reading reader: MappingReader?) {
    self.init()
    guard let reader else { return }
    dataset = reader.choice("dataset", among: Self.names) ?? dataset
    shuffle = reader.bool("shuffle") ?? true
    if let node = reader.node("validation"), node.text != "none" {
      if node.int != nil {
        validation = reader.int("validation", in: 1...Int(Int32.max)).map { .count($0) }
      } else {
        validation = reader.double("validation", in: .above(0, atMost: 0.9)).map { .share($0) }
      }
    }
    reader.finish()
  }

  var node: DocumentNode {
    let kept: DocumentNode =
      switch validation {
      case nil: .text("none")
      case .count(let count): .number(count)
      case .share(let share): .number(share)
      }
    return .mapping([("dataset", .text(dataset)), ("validation", kept), ("shuffle", .flag(shuffle))])
  }
}
