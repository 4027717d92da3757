import InklingCharts
import InklingFiles

/// A feature map with a frame around what an example has read.
struct PlacePicture {
  private let maps: FeatureMaps
  /// The map among them.
  private let map: Int
  private let channel: Int
  private let rows: ClosedRange<Int>
  private let columns: ClosedRange<Int>

  /// Nil where the map that was read is not there, or is no image.
  ///
  /// - Parameters:
  ///   - terms: what was read, of one channel.
  ///   - maps: those of the node that it was read from.
  init?(_ terms: [WorkedTerm], in maps: FeatureMaps) {
    let places = terms.compactMap(\.place).filter { $0.count == 3 }
    guard let first = places.first, let map = maps.channels.firstIndex(of: first[0]), maps.height > 1,
      let top = places.map({ $0[1] }).min(), let bottom = places.map({ $0[1] }).max(),
      let left = places.map({ $0[2] }).min(), let right = places.map({ $0[2] }).max()
    else { return nil }
    self.maps = maps
    self.map = map
    channel = first[0]
    (rows, columns) = (top...bottom, left...right)
  }

  /// CSS pixels of the longer side.
  private static let side = 168

  /// The picture with the frame, as an item of a list of pictures.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  func tile(_ caption: String) throws(InputError) -> Markup? {
    let whole = FeatureMaps(
      height: maps.height, width: maps.width, channels: [channel], values: Array(maps.map(map)), scale: maps.range)
    guard let picture = try whole.pictures(largestSide: 512).first, picture.width == maps.width else { return nil }
    let scale = max(1, Self.side / max(maps.width, maps.height))
    // The frame stands half a pixel of the map outside.
    let frame = Markup(
      "rect",
      [
        "x": "\(Double(columns.lowerBound) - 0.25)", "y": "\(Double(rows.lowerBound) - 0.25)",
        "width": "\(Double(columns.count) + 0.5)", "height": "\(Double(rows.count) + 0.5)",
        "style": "fill:none;stroke:var(--c1);stroke-width:0.5",
      ])
    let image = Markup(
      "image", ["href": picture.address, "width": "\(maps.width)", "height": "\(maps.height)"])
    let drawing = Markup(
      "svg",
      [
        "viewBox": "-1 -1 \(maps.width + 2) \(maps.height + 2)", "width": "\((maps.width + 2) * scale)",
        "height": "\((maps.height + 2) * scale)", "role": "img",
        "aria-label":
          "\(caption), with a frame around rows \(rows.lowerBound) to \(rows.upperBound), columns "
          + "\(columns.lowerBound) to \(columns.upperBound)", "style": "max-width:100%;height:auto",
      ], [image, frame])
    return Markup("li", ["class": "tile"], [drawing, Markup("br"), Markup("span", text: caption)])
  }
}
