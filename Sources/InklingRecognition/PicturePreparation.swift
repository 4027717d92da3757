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

  /// The picture as it is, in the model's size and channels: [C, H, W].
  func plain(_ picture: Picture) -> [UInt8] {
    if keepsAspect, [1, 3].contains(picture.channels) {
      return TextImage.planar(picture, as: ImageSize(channels: channels, height: height, width: width))
    }
    let image = (channels == 1 ? picture.gray() : picture.colored()).resized(width: width, height: height)
    guard channels > 1 else { return image.samples }
    let size = width * height
    return (0..<channels * size).map { image.samples[$0 % size * channels + $0 / size] }
  }
}
