import InklingCharts
import InklingFiles
import InklingFraming
import InklingImages

/// How a picture became the model's image, as a section of a page.
struct PictureSection {
  let picture: ExplainedPicture

  init(_ picture: ExplainedPicture) { self.picture = picture }

  /// CSS pixels of a step's longer side.
  private static let side = 168

  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  func section() throws(InputError) -> PageSection {
    var parts: [PageSection.Part] = [.paragraph(picture.sentence)]
    if !picture.stages.isEmpty {
      let tiles = try picture.stages.map { stage throws(InputError) in
        let small = stage.picture.reduced(toFit: Self.side)
        let image = EmbeddedImage(
          png: try PictureFile.encode(small, as: .png), width: small.width, height: small.height)
        return Markup(
          "li", ["class": "tile"],
          [image.markup(alternative: "the picture, \(stage.name)"), Markup("span", text: stage.name)])
      }
      parts.append(.markup(Markup("ul", ["class": "tiles"], tiles)))
    }
    return PageSection("The picture", anchor: "picture", parts)
  }
}
