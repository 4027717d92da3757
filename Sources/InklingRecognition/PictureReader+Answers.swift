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
    let answers = prepared.map { picture in
      picture.flatMap { picture in
        let count = picture.asked.count
        defer { first += count }
        return Result { () throws(InputError) in
          try answer(picture, logits[first * width..<(first + count) * width], scores?[first..<first + count])
        }
      }
    }
    guard let detecting else { return answers }
    return zip(prepared, answers).map { picture, answer in
      guard let answer = try? answer.get(), let picture = try? picture.get() else { return answer }
      return Result { () throws(InputError) in
        let more = try added(to: answer, picture, predictor, detecting)
        return try divided(more, picture, predictor, detecting)
      }
    }
  }

  /// The answer with what is a digit besides rather than none. Ink beside what is no digit, and where no detector says so, is left out.
  private func added(
    to answer: PictureAnswer, _ picture: PreparedPicture, _ predictor: Predictor, _ detecting: Predictor
  ) throws(InputError) -> PictureAnswer {
    guard let framed = picture.framed, !framed.strays.isEmpty, !answer.isRefused else { return answer }
    let offered = framed.strays.indices.compactMap { place in framed.strays[place].digit.map { (place, $0) } }
    guard !offered.isEmpty else { return answer }
    let read = zip(offered, try digits(offered.map(\.1), predictor, detecting))
    let likely = read.compactMap { likelihood(of: $1) >= Self.even ? ($0.0, $1) : nil }
    guard !likely.isEmpty else { return answer }
    var wide = answer.wide
    wide.added = likely.map(\.0)
    let lines = StrayInk.added(
      likely.map { (framed.strays[$0.0], $0.1) }, to: answer.lines, joined: wide.joined.map { framed.undivided[$0] })
    return PictureAnswer(
      lines: lines, choice: picture.read(as: wide).choice, refusal: refusal(of: lines, picture), reading: nil,
      wide: wide)
  }

  /// The answer for a picture whose only digit is several, where it is not surely one and each of these surely is one. Where
  /// no detector says so, it stays one: parts of digits look like digits to a model that knows nothing else.
  private func divided(
    _ answer: PictureAnswer, _ picture: PreparedPicture, _ predictor: Predictor, _ detecting: Predictor
  ) throws(InputError) -> PictureAnswer {
    guard let lone = picture.framed?.lone, let whole = answer.single, !picture.isSurface else { return answer }
    let likelihood = likelihood(of: whole)
    guard likelihood < Self.surety else { return answer }
    var (wide, digits, best) = (WideReading(), answer.digits, likelihood)
    for division in lone.divisions {
      let parts = try self.digits(division, predictor, detecting)
      let likelihoods = parts.map(self.likelihood)
      let together = likelihoods.reduce(1, *)
      guard together > best, likelihoods.allSatisfy({ $0 >= Self.surety }) else { continue }
      (wide, digits, best) = (WideReading(division: division), parts, together)
    }
    guard !wide.division.isEmpty else { return answer }
    return PictureAnswer(
      lines: [digits], choice: picture.read(as: wide).choice, refusal: refusal(of: [digits], picture), reading: nil,
      wide: wide)
  }

  /// What both networks say of digits.
  private func digits(
    _ framed: [FramedDigit], _ predictor: Predictor, _ detecting: Predictor
  ) throws(InputError) -> [PictureAnswer.Digit] {
    let images = framed.flatMap(\.pixels)
    let logits = predictor.session.logits(images: images)
    try requireFinite(logits[...])
    let scores = scores(of: images, detecting)
    let width = model.graph.outputWidth
    return framed.indices.map {
      digit(framed[$0].pixels, framed[$0].box, Array(logits[$0 * width..<($0 + 1) * width]), scores[$0])
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
    try requireFinite(logits)
    if model.description.task.name == .read {
      // Whatever a network says of an empty picture, there is no text on it.
      guard !picture.isBlank else {
        let nothing = TextAnswer(text: "", probability: 0, characters: [])
        return PictureAnswer(lines: [], choice: picture.choice, refusal: .blank, reading: nothing)
      }
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
    let (refusal, wide) = (refusal(of: lines, picture), WideReading(joined: places))
    // On a blank picture there is no class, framed or not.
    return PictureAnswer(
      lines: refusal == .blank ? [] : lines, choice: picture.read(as: wide).choice, refusal: refusal, reading: nil,
      wide: wide)
  }

  private func requireFinite(_ logits: ArraySlice<Float>) throws(InputError) {
    guard let wrong = logits.first(where: { !$0.isFinite }) else { return }
    throw InputError(
      .malformed, "the weights give no finite answer", path: model.origin.path, found: "\(wrong)",
      remedy: "train the model again with a lower learning rate")
  }

  /// Where no detector says what is a digit, parts stay apart of which the model is so sure together.
  private static let certainty = 0.9
  /// The likelihood from which on an image surely is a digit: so is each part of what stands alone, and its whole is not.
  private static let surety = 0.9
  /// The likelihood from which on ink beside digits is one rather than none.
  private static let even = 0.5

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
