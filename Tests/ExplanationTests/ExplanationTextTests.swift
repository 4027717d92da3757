import InklingEngine
import InklingExplanation
import InklingImages
import InklingTestSupport
import InklingTraining
import Testing

@Suite struct ExplanationTextTests {
  private static func lenet() throws -> Explanation {
    try Explanation.random(try Graph(tracing: LeNet(), input: [1, 28, 28]), classes: 10, seed: 1)
  }

  @Test(arguments: [40, 60, 79, 140]) func noLineIsLongerThanItsRoom(columns: Int) throws {
    for explanation in [try Self.lenet(), try ExplanationTests.everyLayer()] {
      let lines = explanation.text(TextLayout(columns: columns)).split(separator: "\n")
      for line in lines.dropFirst() where !line.contains("█") {
        // A product that is longer than the line cannot be broken.
        #expect(line.count <= max(columns, 60), "\(line)")
      }
    }
  }

  @Test func asciiIsASCII() throws {
    let text = try ExplanationTests.everyLayer().text(TextLayout(columns: 100, colors: .full, isASCII: true))
    #expect(text.utf8.allSatisfy { ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A })
    #expect(text.contains("sum i,u,v w[o,i,u,v] * x[") && text.contains("sqrt(") && !text.contains("?"))
  }

  @Test func aKernelsSumIsWrittenOutRowByRow() throws {
    let explanation = try Self.lenet()
    let convolution = try #require(explanation.steps.first { $0.operation == "Conv2d" })
    guard case .sum(let terms, let bias, _) = convolution.examples[0].working else {
      Issue.record("a convolution is a sum")
      return
    }
    let text = explanation.text(TextLayout(columns: 100))
    let rows = text.split(separator: "\n").filter { $0.contains(" = ") && $0.filter { $0 == "·" }.count == 5 }
    #expect(rows.count >= 5)
    // What is shown at the rows' ends adds up to the sum, to what is shown.
    let totals = rows.prefix(5).compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    let sum = terms.reduce(0) { $0 + $1.product }
    #expect(totals.count == 5 && abs(totals.reduce(0, +) - sum) < 0.006)
    #expect(bias != nil && text.contains(" + bias "))
  }

  @Test func bothKindsOfPoolingAreShown() throws {
    let text = try Self.lenet().text()
    #expect(text.contains("y[c,p,q] = max u,v x[c,2p+u,2q+v]") && text.contains("(A mean would be"))
    let other = try ExplanationTests.everyLayer().text()
    #expect(other.contains("(A maximum would be"))
  }

  @Test func whatTheImageIsCalledIsNotObeyed() throws {
    let model = try TrainedModel.random(try Graph(tracing: LeNet(), input: [1, 28, 28]), classes: 10, seed: 1)
    let explanation = try Explanation(of: model, at: [UInt8](repeating: 0, count: 784), image: "a\u{1B}[2Jb\nc")
    #expect(explanation.text().utf8.allSatisfy { $0 != 0x1B })
    #expect(explanation.text().hasPrefix("random at work on a\\x1b[2Jb\\nc\n"))
  }

  @Test func theAnswerIsTheLastLine() throws {
    let explanation = try Self.lenet()
    guard case .classes(let prediction) = explanation.answer else { return }
    #expect(explanation.text().split(separator: "\n").last?.hasPrefix("answer  \(prediction.className), with") == true)
  }
}
