public import InklingFiles
public import InklingFraming
public import InklingImages
public import InklingRecognition
public import InklingTraining

extension Explanation {
  /// Looks at a model while it reads a picture of any size, which is framed as `PictureReader` frames it.
  ///
  ///     let picture = try PictureFile.read("seven.jpg")
  ///     let explanation = try Explanation(of: EmbeddedModel.load(), reading: picture, image: "seven.jpg")
  ///
  /// - Parameters:
  ///   - model: that takes pictures, grey or of colours.
  ///   - picture: with one digit or more.
  ///   - framing: how it is framed.
  ///   - image: what the picture is called.
  ///   - digit: which of its digits, in reading order from 0.
  ///   - detector: what refuses pictures, as in `PictureReader`; nil leaves it to the energy of the model's own answers.
  ///   - limits: how much of a large network is written out.
  /// - Throws: as `init(of:at:image:limits:)`; `InputError` of kind `.malformed` for a blank picture, `.usage` for a digit that
  ///   it has not, and for framing that the model cannot have.
  public init(
    of model: TrainedModel, reading picture: Picture, framing: FramingMode = .automatic, image: String, digit: Int = 0,
    detector: OutlierDetector? = nil, limits: ExplanationLimits = ExplanationLimits()
  ) throws(InputError) {
    let preparation = try PicturePreparation(model, framing)
    // Only classes and texts are read and refused; what is wide is explained as it is read.
    let reader =
      [.classify, .read].contains(model.description.task.name)
      ? try PictureReader(model, detector: detector, framing: framing) : nil
    let answer = try reader?.read(picture)
    let prepared = preparation.images(of: picture).read(as: answer?.wide ?? WideReading())
    let images = prepared.images
    guard !images.isEmpty else {
      throw InputError(
        .malformed, "the picture is blank, and there is no digit to explain", path: image,
        remedy: "framing 'none' takes it as it is")
    }
    guard images.indices.contains(digit) else {
      throw InputError(
        .usage, "the picture has no such digit", path: image, expected: "0 to \(images.count - 1)", found: "\(digit)",
        remedy: "digits are counted from 0, in reading order")
    }
    try self.init(of: model, at: images[digit].pixels, image: image, limits: limits)
    self.picture = ExplainedPicture(
      choice: prepared.choice, digit: digit, count: images.count, lines: prepared.lines.count,
      box: images[digit].box,
      stages: prepared.choice.mode == .none
        ? [] : (reader?.steps(of: picture) ?? preparation.framing?.steps(of: picture))?.stages ?? [],
      refusal: answer?.refusal)
  }
}
