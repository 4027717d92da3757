import InklingDatasets
import InklingEngine
package import InklingFiles
package import InklingFraming
import InklingImages
package import InklingTraining

/// How pictures become a model's images: framed, where its training images were digits, or only brought to their size.
package struct PicturePreparation: Sendable {
  /// Nil for a model whose pictures are taken as they are.
  package let framing: PictureFraming?
  /// How pictures were asked to be framed.
  let mode: FramingMode
  /// Whether pictures keep their aspect, with their own paper around them: those of a model that reads texts.
  private let keepsAspect: Bool
  /// What is brighter in the images of a model whose pictures are not framed, as far as a person has said so.
  private let ink: PictureDescription.Ink?
  private let channels: Int
  private let height: Int
  private let width: Int

  /// - Throws: `InputError` of kind `.usage` for a model that takes no pictures of one or three channels, and for framing
  ///   that was asked of a model that takes colours.
  package init(_ model: TrainedModel, _ mode: FramingMode) throws(InputError) {
    let shape = model.graph.inputShape
    guard shape.isImage, shape.channels == 1 || shape.channels == 3 else {
      throw InputError(
        .usage, "the model takes no pictures", path: model.title, expected: "images of 1 or 3 channels",
        found: "\(shape)")
    }
    (channels, height, width) = (shape.channels, shape.height, shape.width)
    self.mode = mode
    // Who asks for a picture as it is gets it so.
    ink = mode == .none ? nil : model.saidInk
    let picture = model.description.picture
    keepsAspect = model.description.task.name == .read
    let isAsked = mode == .digit || mode == .line
    guard !keepsAspect || !isAsked else {
      throw InputError(
        .usage, "a picture is framed for models that tell digits apart, and this one reads whole texts",
        path: model.title, expected: "--framing none or automatic", found: mode.rawValue)
    }
    let isFramed = picture.framing == .digit && model.description.task.name == .classify
    guard channels == 1 else {
      guard !isAsked else {
        throw InputError(
          .usage, "a picture is framed for models that take grey ones alone", path: model.title,
          expected: "--framing none or automatic", found: mode.rawValue)
      }
      framing = nil
      return
    }
    guard isAsked || isFramed && mode != .none else {
      framing = nil
      return
    }
    let box = max(1, min(width, height) * 20 / 28)
    framing = PictureFraming(
      InputFraming(width: width, height: height, box: box, inkIsLight: picture.ink != .darkOnLight), mode: mode)
  }

  /// The picture as it is, in the model's size and channels, [C, H, W]; inverted where it is drawn the other way round than the
  /// images that a person has said the model's are, as a data set's images are.
  func plain(_ picture: Picture) -> (pixels: [UInt8], isInverted: Bool) {
    let pixels = resized(picture)
    let image = LabeledImages(
      images: pixels, labels: [0], channels: channels, height: height, width: width, classNames: [""])
    return image.isInverse(of: ink) ? (pixels.map { ~$0 }, true) : (pixels, false)
  }

  /// Grey levels between the darkest and the brightest pixel that show nothing yet.
  private static let blank = 8

  /// Whether there is nothing on an image: each of its channels is of one level.
  func isBlank(_ pixels: [UInt8]) -> Bool {
    let plane = height * width
    return (0..<channels).allSatisfy { channel in
      let levels = pixels[channel * plane..<(channel + 1) * plane]
      return Int(levels.max() ?? 0) - Int(levels.min() ?? 0) <= Self.blank
    }
  }

  private func resized(_ picture: Picture) -> [UInt8] {
    if keepsAspect, [1, 3].contains(picture.channels) {
      return TextImage.planar(picture, as: ImageSize(channels: channels, height: height, width: width))
    }
    let image = (channels == 1 ? picture.gray() : picture.colored()).resized(width: width, height: height)
    guard channels > 1 else { return image.samples }
    let size = width * height
    return (0..<channels * size).map { image.samples[$0 % size * channels + $0 / size] }
  }
}
