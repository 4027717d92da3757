package import InklingDatasets

/// Every image of a data set that a model is shown goes through here: what it answers to them must not depend on the command.
extension LabeledImages {
  /// The images as a model's are drawn: inverted where what is drawn is the brighter in one and the darker in the other.
  ///
  /// Only for models of which a person has said how theirs are, and for runs that started from such a model's weights: what
  /// another run was trained on is known, and other images are shown to it as they are. Of images that are drawn so already
  /// nothing changes.
  package func drawn(for model: TrainedModel) -> LabeledImages {
    isInverse(of: model) ? shifted(.inverted) : self
  }

  /// Whether the images are drawn the other way round than those that a person has said a model's are.
  package func isInverse(of model: TrainedModel) -> Bool { isInverse(of: model.saidInk) }

  /// The same of an ink that a person has said; false where nobody did.
  package func isInverse(of ink: PictureDescription.Ink?) -> Bool {
    guard let ink else { return false }
    let own = PictureDescription(of: self, dataset: "").ink
    return own != .any && own != ink
  }

  /// What a person should know of images that are inverted for some of the models; nil where none are.
  package func drawingNote(for models: [TrainedModel]) -> String? {
    let others = models.filter(isInverse)
    guard let ink = others.first?.saidInk else { return nil }
    let names = others.count == models.count ? "the model's" : "those of \(others.map(\.title).joined(separator: ", "))"
    return ink.inversionNote(names)
  }
}

extension PictureDescription.Ink {
  /// Why images are inverted for models of this ink.
  package func inversionNote(_ names: String) -> String {
    let (images, models) =
      self == .darkOnLight ? ("light on dark", "dark on light") : ("dark on light", "light on dark")
    return "the images are \(images), and \(names) \(models): they are inverted"
  }
}

extension TrainedModel {
  /// Which is brighter in its images, as far as a person has said so, of it or of what it was trained from: nil where it was
  /// measured, and of what a run was trained on.
  package var saidInk: PictureDescription.Ink? {
    training == nil || description.picture.isInherited ? description.picture.saidInk : nil
  }
}

extension PictureDescription {
  /// How a run's training images are drawn: their ink is what a person has said of the weights that the run starts from, unless
  /// they are drawn the other way round.
  package init(of images: LabeledImages, dataset: String, startingFrom weights: StartingWeights?) {
    self.init(of: images, dataset: dataset)
    guard let said = weights?.saidInk, !images.isInverse(of: said) else { return }
    (ink, isInherited) = (said, true)
  }

  /// The ink, where a person has said it.
  package var saidInk: Ink? { isMeasured || ink == .any ? nil : ink }
}
