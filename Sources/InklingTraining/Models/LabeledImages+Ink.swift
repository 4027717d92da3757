package import InklingDatasets

extension LabeledImages {
  /// The images as these models' are drawn: inverted where what is drawn is the brighter in one and the darker in the other.
  ///
  /// Only for models that were trained elsewhere, of which a person has said how theirs are: what a run was trained on is
  /// known, and other images are shown to it as they are.
  ///
  /// - Returns: the images, and what a person should know; nil where they are as they were.
  package func drawn(for models: [TrainedModel]) -> (images: LabeledImages, note: String?) {
    guard let ink = models.first?.description.picture.ink, ink != .any,
      models.allSatisfy({
        $0.training == nil && !$0.description.picture.isMeasured && $0.description.picture.ink == ink
      })
    else { return (self, nil) }
    let own = PictureDescription(of: self, dataset: "").ink
    guard own != .any, own != ink else { return (self, nil) }
    let (images, models) = ink == .darkOnLight ? ("light on dark", "dark on light") : ("dark on light", "light on dark")
    return (shifted(.inverted), "the images are \(images), and the model's \(models): they are inverted")
  }
}
