import InklingEngine
import Testing

/// Decoding against its exact twin: all paths are gone through one by one.
@Suite struct DecodedTextTests {
  /// Every text that some path gives, with the sum of its paths' probabilities.
  private static func allTexts(_ logits: [Float], classes: Int) -> [[Int]: Double] {
    let steps = logits.count / classes
    let rows = (0..<steps).map { step -> [Double] in
      let row = (0..<classes).map { exponential(Double(logits[$0 * steps + step])) }
      return row.map { $0 / row.reduce(0, +) }
    }
    var texts: [[Int]: Double] = [:]
    var path = [Int](repeating: 0, count: steps)
    while true {
      let probability = path.indices.reduce(1.0) { $0 * rows[$1][path[$1]] }
      var (text, last) = ([Int](), 0)
      for label in path {
        if label != 0, label != last { text.append(label) }
        last = label
      }
      texts[text, default: 0] += probability
      var place = 0
      while place < steps {
        path[place] += 1
        if path[place] < classes { break }
        path[place] = 0
        place += 1
      }
      if place == steps { return texts }
    }
  }

  /// A series is exact enough for a twin.
  private static func exponential(_ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for n in 1..<60 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }

  /// The same numbers everywhere.
  private static func logits(_ seed: Int, classes: Int, steps: Int, scale: Float = 1) -> [Float] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<classes * steps).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Float(state >> 40) / Float(1 << 24) * 4 - 2) * scale
    }
  }

  @Test(arguments: [(2, 5), (3, 5), (4, 4), (3, 6), (5, 1)]) func aWideBeamFindsTheMostProbableText(size: (Int, Int)) {
    let (classes, steps) = size
    for seed in 0..<12 {
      let logits = Self.logits(seed, classes: classes, steps: steps, scale: seed % 2 == 0 ? 1 : 0.3)
      let texts = Self.allTexts(logits, classes: classes)
      let most = texts.values.max() ?? 0
      let found = TextDecoding.beam(width: 10_000).decoded(logits[...], classes: classes)
      #expect(abs((texts[found.labels] ?? 0) - most) < 1e-12, "\(seed): \(found.labels)")
      #expect(abs(found.probability - most) < 1e-12)
      for (text, probability) in texts {
        #expect(abs(TextDecoding.bestPath.probability(of: text, logits[...], classes: classes) - probability) < 1e-12)
      }
      #expect(abs(texts.values.reduce(0, +) - 1) < 1e-9)
    }
  }

  @Test func aCharactersShareIsThatOfItsRivals() {
    for seed in 0..<10 {
      let logits = Self.logits(seed, classes: 4, steps: 5)
      let texts = Self.allTexts(logits, classes: 4)
      for width in [0, 1, 3, 50] {
        let decoding = width == 0 ? TextDecoding.bestPath : .beam(width: width)
        let found = decoding.decoded(logits[...], classes: 4)
        #expect(found.labels == decoding.labels(logits[...], classes: 4))
        #expect(abs(found.probability - (texts[found.labels] ?? 0)) < 1e-12)
        #expect(found.characters.count == found.labels.count)
        for (place, share) in found.characters.enumerated() {
          let rivals = (1...3).map { other in
            var text = found.labels
            text[place] = other
            return texts[text] ?? 0
          }
          let expected = (texts[found.labels] ?? 0) / rivals.reduce(0, +)
          #expect(abs(share - expected) < 1e-9, "\(seed), \(width), \(place): \(share), not \(expected)")
        }
      }
    }
  }

  /// The best path reads the blank, and most paths a text: a beam finds it, and one path does not.
  @Test func aBeamSeesWhatOnePathDoesNot() {
    // Two steps with 0.4 for the character and 0.6 for the blank: "a" has 0.64, the empty text 0.36.
    let (character, blank): (Float, Float) = (-0.916_290_7, -0.510_825_6)
    let logits = [blank, blank, character, character]
    #expect(TextDecoding.bestPath.labels(logits[...], classes: 2) == [])
    #expect(TextDecoding.beam(width: 2).labels(logits[...], classes: 2) == [1])
    let read = TextDecoding.beam(width: 2).decoded(logits[...], classes: 2)
    #expect(abs(read.probability - 0.64) < 1e-6 && read.characters == [1])
    let empty = TextDecoding.bestPath.decoded(logits[...], classes: 2)
    #expect(abs(empty.probability - 0.36) < 1e-6 && empty.characters == [])
  }

  @Test func equalNeighboursNeedABlankBetween() {
    // One class for certain at each step: a, a, blank, a.
    let steps = [1, 1, 0, 1]
    var logits = [Float](repeating: -30, count: 12)
    for (step, label) in steps.enumerated() { logits[label * 4 + step] = 30 }
    for decoding in [TextDecoding.bestPath, .beam(width: 5)] {
      #expect(decoding.labels(logits[...], classes: 3) == [1, 1])
      #expect(decoding.decoded(logits[...], classes: 3).probability > 0.999_999)
    }
    #expect(TextDecoding.positions.labels(logits[...], classes: 3) == [1, 1, 1])
    // Three equal ones need five steps.
    #expect(TextDecoding.bestPath.probability(of: [1, 1, 1], logits[...], classes: 3) == 0)
  }

  @Test func positionsMultiply() {
    let logits = Self.logits(3, classes: 3, steps: 4)
    let read = TextDecoding.positions.decoded(logits[...], classes: 3)
    let rows = (0..<4).map { step in (0..<3).map { Self.exponential(Double(logits[$0 * 4 + step])) } }
    let largest = rows.map { ($0.max() ?? 0) / $0.reduce(0, +) }
    #expect(abs(read.probability - largest.reduce(1, *)) < 1e-12)
    let labels = rows.map { row in row.firstIndex(of: row.max() ?? 0) ?? 0 }
    #expect(read.labels == labels.filter { $0 != 0 })
    let shares = zip(labels, largest).filter { $0.0 != 0 }.map(\.1)
    #expect(zip(read.characters, shares).allSatisfy { abs($0 - $1) < 1e-12 } && read.characters.count == shares.count)
    let one = TextDecoding.positions.probability(of: [2], logits[...], classes: 3)
    let expected = rows[0][2] / rows[0].reduce(0, +) * rows[1...].reduce(1.0) { $0 * $1[0] / $1.reduce(0, +) }
    #expect(abs(one - expected) < 1e-12)
    #expect(TextDecoding.positions.probability(of: [1, 1, 1, 1, 1], logits[...], classes: 3) == 0)
  }

  /// Far beyond what a product of probabilities can hold.
  @Test func longAndCertainLinesKeepTheirSums() {
    var logits = [Float](repeating: 0, count: 3 * 500)
    for step in 0..<500 { logits[step * 1] = -800 }
    let read = TextDecoding.bestPath.decoded(logits[...], classes: 3)
    #expect(read.labels == [1] && read.probability >= 0 && read.probability.isFinite)
    #expect(read.characters.allSatisfy { (0...1).contains($0) })
  }
}
