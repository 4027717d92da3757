import InklingDatasets
import Testing

@testable import InklingAnalysis

@Suite struct CorruptionTests {
  /// A bar of ink in the middle of a picture.
  private static func bar(height: Int = 28, width: Int = 28) -> [UInt8] {
    (0..<height * width).map { place in
      let (row, column) = (place / width, place % width)
      return row >= 6 && row < height - 6 && column >= width / 2 - 2 && column < width / 2 + 2 ? 255 : 0
    }
  }

  private static func damaged(_ corruption: Corruption, index: Int = 0, _ pixels: [UInt8] = bar()) -> [UInt8] {
    corruption.apply(to: pixels, channels: 1, height: 28, width: 28, index: index)
  }

  private static func ink(_ pixels: [UInt8]) -> Int { pixels.reduce(0) { $0 + Int($1) } }

  @Test(arguments: Corruption.allCases) func isDecidedByTheImagesNumber(_ corruption: Corruption) {
    let first = Self.damaged(corruption)
    #expect(first != Self.bar())
    #expect(first == Self.damaged(corruption))
    let isRandom = ![Corruption.scale, .brightness, .stripe, .cannyEdges].contains(corruption)
    #expect((0..<12).contains { Self.damaged(corruption, index: $0) != first } == isRandom)
  }

  @Test(arguments: Corruption.allCases) func takesAnySizeAndColours(_ corruption: Corruption) {
    for (height, width) in [(3, 3), (5, 40), (300, 7)] {
      let pixels = (0..<height * width).map { UInt8($0 * 7 % 256) }
      let one = corruption.apply(to: pixels, channels: 1, height: height, width: width, index: 3)
      let three = corruption.apply(
        to: pixels + pixels + pixels, channels: 3, height: height, width: width, index: 3)
      #expect(three == one + one + one)
    }
  }

  @Test func allOfASetAreDamagedByTheirPlaces() {
    let set = LabeledImages(
      images: Self.bar() + Self.bar() + Self.bar(), labels: [1, 1, 1], channels: 1, height: 28, width: 28,
      classNames: ["0", "1"])
    let all = set.corrupted(by: .impulseNoise)
    #expect(Array(all[2]) == Self.damaged(.impulseNoise, index: 2))
    let some = set.corrupted(by: .impulseNoise, at: [2])
    #expect(some.count == 1 && Array(some[0]) == Array(all[2]) && some.labels == [1])
    #expect(all.images != set.corrupted(by: .impulseNoise, seed: 1).images)
  }

  @Test func parametersAreThePublishedOnes() {
    // 17 % of 784 pixels, half of them white.
    let noisy = (0..<50).map { Self.damaged(.impulseNoise, index: $0, [UInt8](repeating: 0, count: 784)) }
    let white = noisy.reduce(0) { $0 + $1.count { $0 == 255 } }
    #expect(abs(Double(white) / Double(50 * 784) - 0.085) < 0.005)
    #expect(Self.damaged(.brightness, [UInt8](repeating: 100, count: 784))[0] == 228)
    // Three levels, and black stays black.
    #expect(Set(Self.damaged(.shotNoise)) == [0, 85, 170, 255])
    let shot = (0..<50).map { Self.damaged(.shotNoise, index: $0, [UInt8](repeating: 85, count: 784)) }
    // min(Poisson(1), 3) has the mean 0.977; four deviations of the sum are 0.019.
    #expect(abs(Double(shot.reduce(0) { $0 + Self.ink($1) }) / Double(50 * 784) / 85 - 0.977) < 0.02)
    let stripe = Self.damaged(.stripe, [UInt8](repeating: 0, count: 784))
    #expect(stripe[0..<28].map { $0 == 255 } == (0..<28).map { $0 < 7 || $0 >= 21 })
  }

  @Test func pictureIsMovedAndTurnedAndMadeSmaller() {
    var dot = [UInt8](repeating: 0, count: 784)
    dot[14 * 28 + 10] = 255
    let places = Set((0..<40).flatMap { index in Self.damaged(.translate, index: index, dot).indices { $0 == 255 } })
    #expect(places == Set([11, 17].flatMap { row in [7, 13].map { row * 28 + $0 } }))
    let small = Self.damaged(.scale)
    #expect(abs(Double(Self.ink(small)) / Double(Self.ink(Self.bar())) - 0.49) < 0.05)
    // Turned about the middle, nothing is lost.
    #expect(abs(Double(Self.ink(Self.damaged(.rotate))) / Double(Self.ink(Self.bar())) - 1) < 0.05)
  }

  @Test func blursKeepTheInkAndSoftenIt() {
    for corruption in [Corruption.motionBlur, .glassBlur] {
      let blurred = Self.damaged(corruption)
      #expect(abs(Double(Self.ink(blurred)) / Double(Self.ink(Self.bar())) - 1) < 0.08)
      #expect(blurred.max().map { Int($0) } ?? 0 <= 255 && Set(blurred).count > 10)
    }
  }

  /// The edges of a bar are a closed line of one pixel around it.
  @Test func edgesAreALineAroundTheInk() {
    let edges = Self.damaged(.cannyEdges)
    #expect(Set(edges) == [0, 255])
    let count = edges.count { $0 == 255 }
    #expect(count > 30 && count < 60)
    #expect(edges[14 * 28 + 14] == 0 && edges[14 * 28 + 3] == 0)
    #expect(Self.damaged(.cannyEdges, [UInt8](repeating: 90, count: 784)).allSatisfy { $0 == 0 })
  }

  @Test func linesRunFromSideToSide() {
    let paper = [UInt8](repeating: 0, count: 784)
    let dotted = Self.damaged(.dottedLine, paper)
    for column in 0..<28 {
      let isDrawn = (0..<28).contains { dotted[$0 * 28 + column] > 0 }
      if column / 2 % 2 == 0 { #expect(!isDrawn) }
    }
    #expect(Self.ink(dotted) > 255 * 8)
    let zigzag = Self.damaged(.zigzag, paper)
    let drawn = (0..<28).count { column in (0..<28).contains { zigzag[$0 * 28 + column] > 0 } }
    #expect(drawn >= 20)
  }

  @Test func fogHidesAPictureInPart() {
    let foggy = Self.damaged(.fog)
    // The brightest stays at most as bright, and the paper is no longer black.
    #expect(foggy.count { $0 > 20 } > 500)
    let (ink, paper) = (foggy[14 * 28 + 14], foggy[14 * 28 + 4])
    #expect(ink > paper)
    #expect(Self.damaged(.fog, [UInt8](repeating: 0, count: 784)).allSatisfy { $0 == 0 })
  }
}

extension [UInt8] {
  fileprivate func indices(where isWanted: (UInt8) -> Bool) -> [Int] { indices.filter { isWanted(self[$0]) } }
}
