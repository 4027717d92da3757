import Foundation
import TestSupport
import Testing

@testable import InklingCommand

@Suite struct PredictionTests {
  @Test func theLabelIsTheFirstOfTheLargest() {
    #expect(Prediction(probabilities: [0.1, 0.4, 0.1, 0.4], truth: nil).label == 1)
    #expect(Prediction(probabilities: [1], truth: nil).label == 0)
  }

  @Test func anUnknownTruthIsNullAndNotAbsent() throws {
    let text = try JSONOutput.text(Prediction(probabilities: [0.25, 0.75], truth: nil))
    #expect(text == #"{"label":1,"probabilities":[0.25,0.75],"truth":null}"#)
  }
}
