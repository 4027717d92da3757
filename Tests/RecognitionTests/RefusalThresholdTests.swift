import InklingDatasets
import InklingFraming
import InklingRecognition
import InklingTraining
import Testing

@Suite struct RefusalThresholdTests {
  @Test func theFileKeepsIt() throws {
    var model = try EmbeddedModel.load()
    let refusal = RefusalThreshold(threshold: -3.5, share: 0.01, images: 42)
    model.refusal = refusal
    #expect(try TrainedModel(decoding: model.encoded()).refusal == refusal)
    model.refusal = nil
    let bytes = try model.encoded()
    #expect(try TrainedModel(decoding: bytes).refusal == nil)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("refusal"))
  }

  @Test func itRefusesTheShareThatWasAskedFor() throws {
    let model = try EmbeddedModel.load()
    let digits = StrokeDigits.dataset(train: 0, test: 50, seed: 9).test
    let refusal = try model.refusalThreshold(refusing: 0.1, of: digits)
    let predictor = try model.predictor()
    let above = try (0..<50).filter {
      Outlierness.energy(logits: try predictor.logits(Array(digits[$0]))) > refusal.threshold
    }
    #expect(above.count == 5 && refusal.images == 50)
  }

  @Test func energyIsTheLogarithmOfTheSum() {
    #expect(abs(Outlierness.energy(logits: [0, 0]) + 0.693147180559945) < 1e-12)
    #expect(abs(Outlierness.energy(logits: [1000, 1000]) + 1000.693147180559945) < 1e-9)
    #expect(Outlierness.energy(logits: [9, 0]) < Outlierness.energy(logits: [1, 0]))
  }
}
