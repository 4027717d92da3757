import InklingCharts
import InklingEngine
import InklingExplanation
import InklingTestSupport
import InklingTraining
import Testing

/// What `EveryLayerNetwork` has not, and other tasks than telling classes apart.
@Suite struct RareOperationsTests {
  private struct RareNetwork: Layer {
    let conv = Conv2d(3, 4, kernelSize: Extent2d(2, 3), stride: Extent2d(2, 1), padding: Extent2d(1, 0), bias: true)
    let pad = ConstantPad2d(left: 2, right: -1, top: -1, bottom: 1, value: 0.5)
    let pool = MaxPool2d(2, stride: 1, padding: 1, dilation: Extent2d(2, 1))
    let average = AvgPool2d(3, stride: 2, padding: 1, countIncludePad: true)
    let slope = PReLU()
    let clamp = Hardtanh(-0.5, 0.75)
    let norm = LayerNorm([4])
    let head = Linear(4, 3)

    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = average(pool(pad(slope(conv(x)))))
      return head(norm(clamp(gelu(globalAveragePool(y).flattened()))))
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func theyAreWrittenOutToo(seed: UInt64) throws {
    let graph = try Graph(tracing: RareNetwork(), input: [3, 11, 9])
    let explanation = try Explanation.random(graph, classes: 3, seed: seed)
    for step in explanation.steps {
      #expect(!step.examples.isEmpty, "\(step.name)")
      for example in step.examples {
        #expect(example.agrees, "\(step.name), \(example.subject): \(example.written), \(example.engine)")
      }
    }
    #expect(explanation.steps.map(\.operation).contains("ConstantPad2d"))
    #expect(explanation.text().contains("y[c,h,w] = x[c,h+1,w−2]"))
    #expect(explanation.steps[explanation.steps.count - 2].examples.allSatisfy { $0.subject.hasPrefix("class class ") })
  }

  /// A window that lies in the padding in part, and one of strides.
  @Test func aFormulaHasTheAttributesInIt() throws {
    let explanation = try Explanation.random(
      try Graph(tracing: RareNetwork(), input: [3, 11, 9]), classes: 3, seed: 1)
    let formulas = Dictionary(
      explanation.steps.map { ($0.operation, $0.formulas) }, uniquingKeysWith: { first, _ in first })
    #expect(formulas["Conv2d"] == ["y[o,p,q] = b[o] + Σ i,u,v  w[o,i,u,v] · x[i,2p+u−1,q+v]"])
    #expect(formulas["MaxPool2d"] == ["y[c,p,q] = max u,v  x[c,p+2u−1,q+v−1]"])
    #expect(formulas["AvgPool2d"] == ["y[c,p,q] = 1/9 · Σ u,v  x[c,2p+u−1,2q+v−1]"])
    #expect(formulas["Input"]?.count == 3)
  }

  private struct Reader: Layer {
    let conv = Conv2d(1, 5, kernelSize: Extent2d(6, 3))
    func callAsFunction(_ x: Tensor) -> Tensor { conv(x) }
  }

  @Test func aReaderIsExplainedByItsText() throws {
    let graph = try Graph(tracing: Reader(), input: [1, 6, 12])
    let explanation = try Explanation.random(
      graph, names: ["", "a", "b", "c", "d"], seed: 4, task: TaskRecipe(.read))
    guard case .text(let reading) = explanation.answer else {
      Issue.record("a reader reads")
      return
    }
    let lines = explanation.text().split(separator: "\n").suffix(reading.text.isEmpty ? 1 : 2)
    let text = reading.text.isEmpty ? "no character at all" : reading.text
    #expect(lines.first?.hasPrefix("answer  \(text), with a probability of ") == true)
    let characters = lines.last?.split(separator: ", ").count { $0.hasSuffix(" %") }
    #expect(characters == max(reading.characters.count, 1))
    let subjects = explanation.steps[1].examples.map(\.subject)
    #expect(subjects.allSatisfy { $0.hasPrefix("character ") || $0.hasPrefix("no character, ") }, "\(subjects)")
    #expect(explanation.steps.count == 2 && explanation.steps[1].examples.allSatisfy(\.agrees))
  }

  @Test func quantitiesAreExplainedByTheOutputs() throws {
    let graph = try Graph(tracing: RareNetwork(), input: [3, 11, 9])
    let explanation = try Explanation.random(graph, names: [], seed: 4, task: TaskRecipe(.regress))
    guard case .outputs(let outputs) = explanation.answer else {
      Issue.record("quantities are outputs")
      return
    }
    #expect(outputs.count == 3 && explanation.steps.last?.operation == "Linear")
    #expect(explanation.text().contains("\noutputs  "))
    let page = try explanation.page()
    #expect(page.sections.count == explanation.steps.count)
  }

  /// All zeros: every place is the largest, and nothing can be scaled.
  @Test func anEmptyImageIsExplained() throws {
    let model = try TrainedModel.random(try Graph(tracing: LeNet(), input: [1, 28, 28]), names: [], seed: 1)
    let explanation = try Explanation(of: model, at: [UInt8](repeating: 0, count: 784), image: "nothing")
    for step in explanation.steps { for example in step.examples { #expect(example.agrees) } }
    let page = try explanation.page()
    #expect(!explanation.text().isEmpty && !page.sections.isEmpty)
  }
}
