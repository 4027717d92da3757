import InklingFiles
import InklingFraming
import Testing

@Suite struct OutliernessTests {
  @Test func clearAnswersScoreLessThanVagueOnes() {
    let clear = Outlierness.score(logits: [9, 0, 0])
    let vague = Outlierness.score(logits: [1, 0.9, 0])
    #expect(clear < vague)
    // -log(e^2 + e^1) - 1
    #expect(abs(Outlierness.score(logits: [2, 1]) + 2.313_261_687 + 1) < 1e-6)
  }

  @Test func theThresholdRefusesTheShare() throws {
    let scores = (0..<200).map(Double.init).reversed().map { $0 }
    let threshold = try Outlierness.threshold(refusing: 0.05, of: scores)
    #expect(scores.count { $0 > threshold } == 10)
    #expect(try Outlierness.threshold(refusing: 0, of: scores) == 199)
    #expect(try Outlierness.threshold(refusing: 0.5, of: [3]) == 3)
  }

  @Test func wrongInputIsNamed() {
    #expect(throws: InputError.self) { try Outlierness.threshold(refusing: 0.1, of: []) }
    #expect(throws: InputError.self) { try Outlierness.threshold(refusing: 0.1, of: [.nan]) }
    let error = #expect(throws: InputError.self) { try Outlierness.threshold(refusing: 1, of: [1]) }
    #expect(error?.what == "the share of images to refuse is out of range" && error?.found == "1.0")
  }
}
