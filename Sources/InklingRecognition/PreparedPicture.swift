package import InklingFraming
package import InklingImages

/// A picture's images as a model takes them.
package struct PreparedPicture: Sendable {
  /// One of them.
  package struct Image: Sendable {
    /// [C, H, W], a byte each.
    package let pixels: [UInt8]
    /// Where it is in the picture, in the picture's own pixels.
    package let box: PixelBox
  }

  /// The lines from the top, and the images of each from the left; none where there is no ink.
  package let lines: [[Image]]
  /// What framing found; nil for a picture that was not framed.
  var framed: FramedPicture?
  /// Which way was taken, and why.
  package let choice: FramingChoice
  /// Whether it is covered with ink as no writing is.
  package let isSurface: Bool
  /// Whether it has more pieces of ink than are looked at, so that it has no lines.
  var isCrowded = false
  /// Whether there is nothing on a picture that was not framed: one that was has no lines then.
  let isBlank: Bool

  /// All images, line by line.
  package var images: [Image] { lines.flatMap { $0 } }

  /// The picture with the digits that were read.
  package func read(as reading: WideReading) -> PreparedPicture {
    guard let framed, reading != WideReading() else { return self }
    return PreparedPicture(framed.read(as: reading))
  }

  /// What is divided in the lines and may be one digit.
  var undivided: [UndividedDigit] { framed?.undivided ?? [] }

  /// All that the model is asked about: the images, and those of what may be one digit.
  var asked: [Image] { images + undivided.map { Image($0.digit) } }
}

extension PreparedPicture.Image {
  init(_ digit: FramedDigit) { self.init(pixels: digit.pixels, box: digit.box) }
}

extension PreparedPicture {
  /// What framing found in a picture.
  init(_ framed: FramedPicture) {
    self.init(
      lines: framed.lines.map { $0.map(Image.init) }, framed: framed,
      choice: framed.choice, isSurface: framed.statistics.isSurface,
      isCrowded: framed.lines.isEmpty && framed.statistics.isCrowded, isBlank: false)
  }
}

extension PicturePreparation {
  /// What the model sees of a picture.
  package func images(of picture: Picture) -> PreparedPicture {
    if let framed = framing?.frame(picture) { return PreparedPicture(framed) }
    let box = PixelBox(x: 0, y: 0, width: picture.width, height: picture.height)
    let (pixels, isInverted) = plain(picture)
    let reason = mode == .none ? FramingChoice.asked : "the model's pictures are not framed"
    return PreparedPicture(
      lines: [[PreparedPicture.Image(pixels: pixels, box: box)]],
      choice: FramingChoice(
        asItIs: isInverted ? "\(reason), and its ink is inverted" : reason, isInverted: isInverted),
      isSurface: false, isBlank: isBlank(pixels))
  }
}
