import InklingCharts
import InklingFiles
import InklingImages
import InklingReports
import InklingTestSupport
import Testing

/// Plots as pixels.
@Suite struct PlotPictureTests {
  private static let heat = HeatMap(
    "Confusion", rowTitle: "label", rows: ["a", "b"], columnTitle: "answer", columns: ["a", "b"], values: [9, 0, 1, 3])
  private static let line = LineChart(
    "Loss", x: Axis("epoch"), y: Axis("loss"),
    series: [
      LineChart.Series("train", [(1, 2), (2, 1), (3, 0.5)]), LineChart.Series("test", [(1, 2), (2, 2), (3, 2)]),
    ],
    showsIdentity: true)

  private func color(_ picture: Picture, _ x: Int, _ y: Int) -> [UInt8] { (0..<3).map { picture[x, y, $0] } }

  private func bytes(_ color: Color) -> [UInt8] { color.channels.map { UInt8($0.rounded()) } }

  @Test(arguments: [1, 2, 3]) func cellsHaveTheirColours(scale: Int) throws {
    let plot = Self.heat.plot
    let picture = try plot.picture(scale: scale)
    #expect(picture.width == Int(plot.width) * scale && picture.channels == 3)
    #expect(color(picture, 0, picture.height - 1) == [255, 255, 255])
    let cells = plot.shapes.compactMap { shape -> (PlotShape.Place, PlotShape.Place, Color)? in
      if case .rect(let low, let high, _) = shape.form, let fill = shape.fill { (low, high, fill) } else { nil }
    }
    #expect(cells.count == 4)
    for (low, _, fill) in cells {
      let corner = (low + 3) * Double(scale)
      #expect(color(picture, Int(corner.x), Int(corner.y)) == bytes(fill))
    }
    #expect(Set(cells.map { $0.2.hex }).count == 4)
  }

  @Test func linesPassThroughTheirPoints() throws {
    let picture = try Self.line.plot.picture()
    for (number, shape) in Self.line.plot.shapes.filter({ $0.strokeWidth == 1.8 }).enumerated() {
      guard case .lines(let lines) = shape.form else {
        Issue.record("no line")
        continue
      }
      for place in lines[0] {
        let seen = color(picture, Int(place.x * 2), Int(place.y * 2))
        // The second line may lie over the first where they meet.
        #expect(seen == bytes(ColorScheme.light.series[number]) || seen == bytes(ColorScheme.light.series[1]))
      }
    }
  }

  @Test func lettersAreWritten() throws {
    let picture = try Self.line.plot.picture()
    // The title is in the first rows, from the left; nothing is right of it.
    func darkest(_ columns: Range<Int>) -> UInt8 {
      (0..<40).flatMap { y in columns.map { picture[$0, y] } }.min() ?? 255
    }
    #expect(darkest(16..<70) < 40 && darkest(400..<700) == 255)
    // The axis' title stands on its side, at the left.
    let upright = (60..<picture.height - 60).flatMap { y in (8..<30).map { picture[$0, y] } }.count { $0 < 128 }
    #expect(upright > 20)
  }

  @Test func everyFigureIsAFile() throws {
    let page = Page(
      title: "Page", introduction: [],
      sections: [PageSection("All", [.figures([Figure(Self.line.plot), Figure(Self.heat.plot)])])])
    let folder = try TemporaryFolder()
    #expect(try page.writePictures(to: folder.file("plots")) == ["01-loss.png", "02-confusion.png"])
    let read = try PictureFile.read(folder.file("plots/02-confusion.png"))
    #expect(try read == Self.heat.plot.picture())
    let error = #expect(throws: InputError.self) { try page.writePictures(to: folder.file("plots/01-loss.png/x")) }
    #expect(error?.kind == .unwritable)
  }
}
