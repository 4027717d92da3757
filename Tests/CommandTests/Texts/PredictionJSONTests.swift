import Foundation
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingCommand

@Suite struct PredictionJSONTests {
  private func prediction(_ probabilities: [Double], truth: Int? = nil, _ names: [String]) -> PredictionJSON {
    PredictionJSON(
      Prediction(probabilities: probabilities, classNames: names), truth: truth, weights: "a.safetensors")
  }

  @Test func theLabelIsTheFirstOfTheLargest() {
    #expect(prediction([0.1, 0.4, 0.1, 0.4], ["a", "b", "c", "d"]).prediction.label == 1)
    #expect(prediction([1], ["a"]).prediction.label == 0)
  }

  @Test func everyClassHasItsNameBesideTheIndex() throws {
    let text = try JSONText.encode(prediction([0.75, 0.25], truth: 1, ["7", "1"]))
    #expect(
      text == #"{"classes":[{"index":0,"name":"7","probability":0.75},{"index":1,"name":"1","probability":0.25}],"#
        + #""label":0,"label_name":"7","probabilities":[0.75,0.25],"truth":1,"truth_name":"1","#
        + #""weights":"a.safetensors"}"#)
  }

  @Test func anUnknownTruthIsNullAndNotAbsent() throws {
    let text = try JSONText.encode(prediction([0.25, 0.75], ["7", "1"]))
    #expect(text.contains(#""truth":null,"truth_name":null"#))
  }
}
