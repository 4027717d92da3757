import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct TrainingReportTests {
  private static let report = TrainingReport(
    run: "runs/a", seed: 0, threads: 2, kernels: "avx512", parameters: 44_426,
    epochs: [EpochRecord(epoch: 1, loss: 2.19, accuracy: 0.31, seconds: 0.25, imagesPerSecond: 240_000)],
    test: EvaluationResult(correct: 0, count: 0, loss: 0.5), secondsTotal: 2.5, weightsSHA256: "abc")

  @Test func jsonHasTheShapeThatScriptsRelyOn() throws {
    #expect(
      try Self.report.json() == """
        {"epochs":[{"accuracy":0.31,"epoch":1,"images_per_second":240000,"loss":2.19,"seconds":0.25}],\
        "kernels":"avx512","parameters":44426,"run":"runs/a","seconds_total":2.5,"seed":0,\
        "test":{"accuracy":0,"correct":0,"count":0,"interval":[0,1],"loss":0.5},"threads":2,"weights_sha256":"abc"}
        """)
  }

  @Test func itReadsBack() throws {
    let bytes = Array(try Self.report.json(pretty: true).utf8)
    #expect(try JSONText.decode(TrainingReport.self, from: bytes, path: "x") == Self.report)
  }

  /// With and without the rate, which older reports do not have.
  @Test func epochsReadBack() throws {
    let record = EpochRecord(
      epoch: 2, loss: 1, accuracy: 1, seconds: 1, imagesPerSecond: 1, validation: .init(loss: 2, accuracy: 0.5),
      learningRate: 0.003)
    let text = try JSONText.encode(record, pretty: false)
    #expect(text.contains(#""learning_rate":0.003,"#))
    #expect(try JSONText.decode(EpochRecord.self, from: Array(text.utf8), path: "x") == record)
    let old = #"{"epoch":1,"loss":1,"accuracy":1,"seconds":1,"images_per_second":1}"#
    #expect(try JSONText.decode(EpochRecord.self, from: Array(old.utf8), path: "x").learningRate == nil)
  }

  @Test func numbersThatJSONCannotHoldAreAnError() {
    var report = Self.report
    report.secondsTotal = .nan
    let error = inputError { () throws(InputError) in _ = try report.json() }
    #expect(error?.kind == .failed)
    #expect(error?.found == "nan for \"seconds_total\"")
  }

  @Test func theHistoryIsOneLineAnEpoch() {
    let records = [
      EpochRecord(epoch: 1, loss: 2.19, accuracy: 0.31, seconds: 0.25, imagesPerSecond: 240_000),
      EpochRecord(epoch: 2, loss: 0.1 + 0.2, accuracy: 1, seconds: 1e-7, imagesPerSecond: 0, learningRate: 0.05),
    ]
    #expect(
      records.csv == """
        epoch,loss,accuracy,seconds,images_per_second,learning_rate
        1,2.19,0.31,0.25,240000.0,
        2,0.30000000000000004,1.0,1e-07,0.0,0.05

        """)
  }
}
