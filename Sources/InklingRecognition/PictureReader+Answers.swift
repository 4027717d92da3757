import InklingEngine
package import InklingFiles
import InklingFraming
package import InklingImages
import InklingMathematics
package import InklingTraining

extension PictureReader {
  /// What the model says of pictures, all of whose images are computed together.
  ///
  /// - Parameters:
  ///   - pictures: or why there is none.
  ///   - predictor: of the model.
  ///   - detecting: of the detector; nil leaves refusal to the energy of the answers.
  package func answers(
    to pictures: [Result<Picture, InputError>], with predictor: Predictor, detecting: Predictor? = nil
  ) -> [Result<PictureAnswer, InputError>] {
    let prepared = pictures.map { picture in picture.map { preparation.images(of: $0) } }
    let images = prepared.flatMap { picture in (try? picture.get())?.asked.flatMap(\.pixels) ?? [] }
    let logits = images.isEmpty ? [] : predictor.session.logits(images: images)
    let scores = detecting.map { images.isEmpty ? [] : self.scores(of: images, $0) }
    let width = model.graph.outputWidth
    var first = 0
    return prepared.map { picture in
      picture.flatMap { picture in
        let count = picture.asked.count
        defer { first += count }
        return Result { () throws(InputError) in
          try answer(picture, logits[first * width..<(first + count) * width], scores?[first..<first + count])
        }
      }
    }
  }

  /// The detector's score of each image.
  private func scores(of images: [UInt8], _ detecting: Predictor) -> [Double] {
    let width = detecting.model.graph.outputWidth
    let logits = detecting.session.logits(images: images)
    return stride(from: 0, to: logits.count, by: width).map {
      OutlierDetector.score(logits: Array(logits[$0..<$0 + width]))
    }
  }

  /// - Parameter scores: the detector's, if there is one.
  private func answer(
    _ picture: PreparedPicture, _ logits: ArraySlice<Float>, _ scores: ArraySlice<Double>?
  ) throws(InputError) -> PictureAnswer {
    if let wrong = logits.first(where: { !$0.isFinite }) {
      throw InputError(
        .malformed, "the weights give no finite answer", path: model.origin.path, found: "\(wrong)",
        remedy: "train the model again with a lower learning rate")
    }
    if model.description.task.name == .read {
      let task = ReadingTask(model.description.task.head, decoder: decoder)
      let reading = try task.answers(
        Array(logits), shape: model.graph.outputShape, classNames: model.classNames)[0]
      return PictureAnswer(lines: [], choice: picture.choice, refusal: nil, reading: reading)
    }
    var (rest, scores) = (logits, scores)
    func digit(_ image: PreparedPicture.Image) -> PictureAnswer.Digit {
      let own = Array(rest.prefix(model.classNames.count))
      rest = rest.dropFirst(own.count)
      return self.digit(image.pixels, image.box, own, scores?.popFirst() ?? Outlierness.energy(logits: own))
    }
    let divided = picture.lines.map { $0.map(digit) }
    let wholes = picture.asked.dropFirst(picture.images.count).map(digit)
    let places = wholes.indices.filter { isOne(wholes[$0], picture.undivided[$0].parts(of: divided)) }
    let lines = UndividedDigit.joined(divided, places.map { (picture.undivided[$0], wholes[$0]) })
    let refusal = refusal(of: lines, picture)
    // On a blank picture there is no class, framed or not.
    return PictureAnswer(
      lines: refusal == .blank ? [] : lines, choice: picture.joining(places).choice, refusal: refusal, reading: nil,
      joined: places)
  }

  /// Where no detector says what is a digit, parts stay apart of which the model is so sure together.
  private static let certainty = 0.9

  /// Whether wide ink is one digit rather than several: as likely as that all of its parts are some.
  private func isOne(_ whole: PictureAnswer.Digit, _ parts: ArraySlice<PictureAnswer.Digit>) -> Bool {
    (detector == nil ? Self.certainty : 1) * likelihood(of: whole)
      >= parts.reduce(1) { $0 * likelihood(of: $1) }
  }

  /// The probability that an image is a digit, as far as the detector says it, and this one.
  private func likelihood(of digit: PictureAnswer.Digit) -> Double {
    let isDigit = detector == nil ? 1 : 1 / (1 + Elementary.exponential(digit.outlierScore))
    return digit.prediction.probability * isDigit
  }

  private func digit(
    _ pixels: [UInt8], _ box: PixelBox, _ logits: [Float], _ score: Double
  ) -> PictureAnswer.Digit {
    PictureAnswer.Digit(
      prediction: Prediction(
        probabilities: model.graph.probabilities(of: logits), classNames: model.classNames),
      outlierScore: score, isOutlier: refusal.map { score > $0.threshold } ?? false, box: box, pixels: pixels)
  }

  /// A number is refused when half of its digits look like none, and a surface whatever they look like: stripes are like ones.
  /// A picture that was not framed is blank for a model that refuses some: others take it as it is.
  private func refusal(of lines: [[PictureAnswer.Digit]], _ picture: PreparedPicture) -> PictureAnswer.Refusal? {
    if picture.isCrowded { return .crowded }
    let digits = lines.flatMap { $0 }
    guard !digits.isEmpty else { return .blank }
    if refusal != nil, picture.isBlank { return .blank }
    if refusal != nil, picture.isSurface { return .noDigit }
    return 2 * digits.count { $0.isOutlier } >= digits.count ? .noDigit : nil
  }
}
