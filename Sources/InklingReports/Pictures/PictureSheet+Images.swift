import InklingCharts
import InklingDatasets
import InklingFiles

extension PictureSheet {
  /// Bytes that a sheet may take in a page; pictures that need more get fewer greys.
  private static let largest = 1_100_000

  /// A sheet of some of a set's images, in fewer greys so that it stays small.
  static func sheet(of images: LabeledImages, at indices: [Int], identifier: String) throws(InputError) -> PictureSheet
  {
    let tiles = indices.map { ReportPicture(images, $0, side: 28) }
    let (width, height, isColor) = (tiles[0].width, tiles[0].height, tiles[0].isColor)
    let columns = max(1, Int(Double(tiles.count).squareRoot().rounded(.up)))
    let rows = (tiles.count + columns - 1) / columns
    let bytes = isColor ? 3 : 1
    let line = columns * width * bytes
    var pixels = [UInt8](repeating: 0, count: rows * height * line)
    for (number, tile) in tiles.enumerated() {
      let corner = number / columns * height * line + number % columns * width * bytes
      for row in 0..<height {
        let from = row * width * bytes
        pixels.replaceSubrange(
          corner + row * line..<corner + row * line + width * bytes, with: tile.pixels[from..<from + width * bytes])
      }
    }
    var levels = 16
    while true {
      let step = Double(255) / Double(levels - 1)
      let table = (0..<256).map { UInt8((Double($0) / step).rounded() * step) }
      let picture = ReportPicture(
        sheet: pixels.map { table[Int($0)] }, height: rows * height, width: columns * width, isColor: isColor)
      let image = try picture.embedded()
      guard image.address.utf8.count > largest, levels > 2 else {
        return PictureSheet(image, columns: columns, width: width, height: height, identifier: identifier)
      }
      levels /= 2
    }
  }
}

extension ReportPicture {
  init(sheet: [UInt8], height: Int, width: Int, isColor: Bool) {
    (self.width, self.height, pixels, self.isColor) = (width, height, sheet, isColor)
  }
}
