import InklingDatasets
import Testing

@testable import InklingTraining

@Suite struct PixelMapViewTests {
  private func seen(_ image: [UInt8], _ view: EvaluationView, height: Int, width: Int) -> [UInt8] {
    var target = [UInt8](repeating: 99, count: image.count)
    PixelMap(view, height: height, width: width).apply(image, to: &target)
    return target
  }

  private static let image: [UInt8] = [
    1, 2, 3,  //
    4, 5, 6,
  ]

  @Test func wholePixelsAreCopied() {
    #expect(seen(Self.image, .identity, height: 2, width: 3) == Self.image)
    #expect(seen(Self.image, EvaluationView(right: 1), height: 2, width: 3) == [0, 1, 2, 0, 4, 5])
    #expect(seen(Self.image, EvaluationView(right: -2), height: 2, width: 3) == [3, 0, 0, 6, 0, 0])
    #expect(seen(Self.image, EvaluationView(down: 1), height: 2, width: 3) == [0, 0, 0, 1, 2, 3])
    #expect(seen(Self.image, EvaluationView(right: 1, down: -1), height: 2, width: 3) == [0, 4, 5, 0, 0, 0])
    #expect(seen(Self.image, EvaluationView(right: 1e9, down: -1e300), height: 2, width: 3) == [0, 0, 0, 0, 0, 0])
  }

  @Test func halfAPixelIsTheMean() {
    #expect(seen([10, 20, 40], EvaluationView(right: 0.5), height: 1, width: 3) == [5, 15, 30])
  }

  /// The right edge goes to the top.
  @Test func aQuarterTurnIsCounterClockwise() {
    let square: [UInt8] = [
      1, 2, 3,  //
      4, 5, 6,  //
      7, 8, 9,
    ]
    #expect(seen(square, EvaluationView(turn: 90), height: 3, width: 3) == [3, 6, 9, 2, 5, 8, 1, 4, 7])
    #expect(seen(square, EvaluationView(turn: 180), height: 3, width: 3) == square.reversed())
    #expect(seen(square, EvaluationView(turn: 360), height: 3, width: 3) == square)
  }

  /// Twice as large: the middle stays, and the neighbours come halfway.
  @Test func scalingIsAboutTheCentre() {
    #expect(seen([0, 0, 80, 40, 0], EvaluationView(scale: 2), height: 1, width: 5) == [0, 40, 80, 60, 40])
  }

  @Test func nothingIsBrighterThanWhite() {
    let white = [UInt8](repeating: 255, count: 81)
    for view in [EvaluationView(turn: 7), EvaluationView(scale: 1.3), EvaluationView(right: 0.37, down: 0.11)] {
      let image = seen(white, view, height: 9, width: 9)
      #expect(image[40] == 255)
    }
  }

  @Test func familiesHoldTheImageItselfOnce() {
    let all = EvaluationView.views(of: EvaluationView.Family.allCases)
    #expect(all.count == 9 && Set(all).count == 9 && all[0] == .identity)
    for family in EvaluationView.Family.allCases { #expect(family.views.contains(.identity)) }
  }
}
