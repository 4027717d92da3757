import InklingFiles

/// How the weights that a run ends with look at the test set.
public struct EvaluationRecipe: Sendable, Equatable {
  /// Test-time augmentation: what each image is looked at as, besides as it is.
  public var views: [EvaluationView.Family]

  /// The image as it is, and the views of these families.
  public init(views: [EvaluationView.Family] = []) { self.views = views }
}

extension EvaluationRecipe {
  init(reading reader: MappingReader) {
    let names = EvaluationView.Family.allCases.map(\.rawValue)
    let views = reader.choices("views", among: names) ?? []
    if Set(views).count < views.count {
      reader.fault("views", "should name each family once, but are \(NameList.text(views))")
    }
    self.init(views: views.compactMap { EvaluationView.Family(rawValue: $0) })
    reader.finishSection()
  }

  var node: DocumentNode { .mapping([("views", .list(views.map { .text($0.rawValue) }))]) }
}
