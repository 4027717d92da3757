import InklingFraming
import Testing

@Suite struct ComponentsTests {
  private func components(_ rows: [[Float]], high: Float = 0.5, low: Float = 0.2) -> Components {
    Components(
      of: Plane(width: rows[0].count, height: rows.count, values: rows.flatMap { $0 }), high: high, low: low)
  }

  @Test func cornersTouch() {
    #expect(components([[1, 0], [0, 1]]).all.map(\.area) == [2])
    #expect(components([[1, 0, 1], [0, 0, 0], [1, 0, 1]]).all.count == 4)
  }

  @Test func faintEndsBelongToTheirPieceAndNothingElse() {
    let found = components([[1, 0.3, 0.3, 0, 0.3]])
    #expect(found.labels == [1, 1, 1, 0, 0])
    #expect(found.all == [Component(label: 1, box: PixelBox(x: 0, y: 0, width: 3, height: 1), area: 3)])
  }

  @Test func blurBetweenTwoDoesNotJoinThem() {
    let found = components([[1, 0.3, 0.3, 1]])
    #expect(found.all.count == 2 && found.labels == [1, 1, 2, 2])
  }

  @Test func filteredPiecesBecomePaper() {
    var found = components([[1, 0, 1, 1]])
    found.filter { $0.area > 1 }
    #expect(found.labels == [0, 0, 2, 2] && found.all.map(\.label) == [2])
    found.filter { _ in false }
    #expect(found.labels == [0, 0, 0, 0] && found.all.isEmpty)
  }
}
