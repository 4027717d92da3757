import InklingEngine
import InklingTestSupport
import Testing

/// Losses against their twins: values, gradients by central differences, bits. Mixed labels, weights and smoothing
/// together, which the goldens do not have.
@Suite struct LossTwinTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let loss: any Loss
    let outputs: Shape
    let targets: @Sendable (Int) -> Answers
    /// The loss of one image, from its number and its outputs.
    let twin: @Sendable (Int, [Double]) -> Double
    /// What the images' sum is divided by.
    var divisor: @Sendable (Int) -> Double = { Double($0) }
    var isPredicting = false
  }

  static let imageCount = 37
  private static let classes = 5
  private static let weight: [Float] = [0.5, 2, 0.25, 1, 3]
  private static let labels = random { $0.labels(imageCount, classes: classes).map { Int32($0) } }
  private static let secondLabels = random(seed: 9) { $0.labels(imageCount, classes: classes).map { Int32($0) } }
  private static let shares = (0..<imageCount).map { $0 % 4 == 0 ? Float(1) : Float($0) / 40 }
  private static let probabilities = random(seed: 5) { random in
    (0..<imageCount).flatMap { _ in
      let row = random.floats(classes).map { abs($0) + 0.01 }
      return row.map { $0 / row.reduce(0, +) }
    }
  }
  private static let numbers = random(seed: 6) { $0.floats(imageCount * 6) }
  private static let truths = random(seed: 7) { $0.labels(imageCount * 6, classes: 3).map { Float($0) / 2 } }

  private static func random<Result>(seed: UInt64 = 3, _ body: (inout RandomTensors) -> Result) -> Result {
    var random = RandomTensors(seed: seed)
    return body(&random)
  }

  private static func row(_ values: [Float], _ image: Int, _ size: Int) -> [Double] {
    values[image * size..<(image + 1) * size].map(Double.init)
  }

  private static func target(_ image: Int, isMixed: Bool) -> [Double] {
    let first = NaiveLosses.oneHot(Int(labels[image]), classes)
    guard isMixed else { return first }
    let second = NaiveLosses.oneHot(Int(secondLabels[image]), classes)
    let share = Double(shares[image])
    return zip(first, second).map { share * $0 + (1 - share) * $1 }
  }

  private static func crossEntropy(
    smoothing: Float = 0, weighted: Bool = false, isMixed: Bool = false, reduction: Reduction = .mean
  ) -> Case {
    let doubles = weighted ? weight.map(Double.init) : nil
    return Case(
      testDescription:
        "CrossEntropyLoss(\(smoothing)\(weighted ? ", weighted" : "")\(isMixed ? ", mixed" : ""), \(reduction))",
      loss: CrossEntropyLoss(labelSmoothing: smoothing, weight: weighted ? weight : nil, reduction: reduction),
      outputs: [classes],
      targets: { count in
        isMixed
          ? .mixed(Array(labels[..<count]), Array(secondLabels[..<count]), Array(shares[..<count]))
          : .plain(.labels(Array(labels[..<count])))
      },
      twin: {
        NaiveLosses.crossEntropy(
          $1, target: target($0, isMixed: isMixed), weight: doubles, smoothing: Double(smoothing))
      }, divisor: { divisor($0, weighted && !isMixed, reduction) }, isPredicting: true)
  }

  private static func divisor(_ count: Int, _ weighted: Bool, _ reduction: Reduction) -> Double {
    if reduction == .sum { return 1 }
    return weighted ? labels[..<count].reduce(0) { $0 + Double(weight[Int($1)]) } : Double(count)
  }

  private static func likelihood(weighted: Bool, _ reduction: Reduction) -> Case {
    Case(
      testDescription: "NLLLoss(\(weighted ? "weighted, " : "")\(reduction))",
      loss: NLLLoss(weight: weighted ? weight : nil, reduction: reduction), outputs: [classes],
      targets: { .plain(.labels(Array(labels[..<$0]))) },
      twin: { -(weighted ? Double(weight[Int(labels[$0])]) : 1) * $1[Int(labels[$0])] },
      divisor: { divisor($0, weighted, reduction) }, isPredicting: true)
  }

  private static func soft(smoothing: Float, weighted: Bool) -> Case {
    let doubles = weighted ? weight.map(Double.init) : nil
    return Case(
      testDescription: "CrossEntropyLoss of probabilities(\(smoothing)\(weighted ? ", weighted" : ""))",
      loss: CrossEntropyLoss(labelSmoothing: smoothing, weight: weighted ? weight : nil), outputs: [classes],
      targets: { .plain(.numbers(TargetRows(Array(probabilities[..<($0 * classes)]), width: classes))) },
      twin: {
        NaiveLosses.crossEntropy(
          $1, target: row(probabilities, $0, classes), weight: doubles, smoothing: Double(smoothing))
      })
  }

  private static func elementwise(
    _ name: String, _ loss: any Loss, _ targets: [Float], outputs: Shape = [6],
    _ twin: @escaping @Sendable ([Double], [Double]) -> Double
  ) -> Case {
    let isMean = loss.reduction == .mean
    return Case(
      testDescription: "\(name), \(loss.reduction) on \(outputs)", loss: loss, outputs: outputs,
      targets: { .plain(.numbers(TargetRows(Array(targets[..<($0 * 6)]), width: 6))) },
      twin: { twin($1, row(targets, $0, 6)) / (isMean ? 6 : 1) }, divisor: { isMean ? Double($0) : 1 })
  }

  static let labelled = [
    crossEntropy(), crossEntropy(reduction: .sum), crossEntropy(smoothing: 0.1), crossEntropy(weighted: true),
    crossEntropy(smoothing: 0.3, weighted: true), crossEntropy(weighted: true, reduction: .sum),
    crossEntropy(isMixed: true), crossEntropy(smoothing: 0.1, weighted: true, isMixed: true),
    crossEntropy(smoothing: 1), soft(smoothing: 0, weighted: false), soft(smoothing: 0.2, weighted: true),
    likelihood(weighted: false, .mean), likelihood(weighted: true, .mean), likelihood(weighted: true, .sum),
  ]
  static let positives = (0..<6).map { Float($0) / 2 + 0.25 }
  static let numerical = [
    elementwise("MSELoss", MSELoss(), numbers, NaiveLosses.squared),
    elementwise("MSELoss", MSELoss(reduction: .sum), numbers, outputs: [1, 2, 3], NaiveLosses.squared),
    elementwise("L1Loss", L1Loss(), numbers, NaiveLosses.absolute),
    elementwise("L1Loss", L1Loss(reduction: .sum), numbers, NaiveLosses.absolute),
    elementwise("SmoothL1Loss", SmoothL1Loss(), numbers) { NaiveLosses.smooth($0, $1, beta: 1) },
    elementwise("SmoothL1Loss(2.5)", SmoothL1Loss(beta: 2.5, reduction: .sum), numbers) {
      NaiveLosses.smooth($0, $1, beta: 2.5)
    },
    elementwise("SmoothL1Loss(0)", SmoothL1Loss(beta: 0), numbers, NaiveLosses.absolute),
    elementwise("BCEWithLogitsLoss", BCEWithLogitsLoss(), truths) { NaiveLosses.binaryCrossEntropy($0, $1) },
    elementwise("BCEWithLogitsLoss, weighted", BCEWithLogitsLoss(posWeight: positives, reduction: .sum), truths) {
      NaiveLosses.binaryCrossEntropy($0, $1, positiveWeight: positives.map(Double.init))
    },
  ]

  private func outputs(_ test: Case, _ count: Int) -> [Float] {
    Self.random(seed: 1) { $0.floats(Self.imageCount * test.outputs.count, scale: 2) }
      .prefix(count * test.outputs.count).map { $0 }
  }

  @Test(arguments: labelled + numerical, [1, 16, 37])
  func agreesWithItsTwin(test: Case, count: Int) throws {
    let outputs = outputs(test, count), size = test.outputs.count
    let doubles = outputs.map(Double.init)
    func total(_ z: [Double]) -> Double {
      (0..<count).reduce(0) { $0 + test.twin($1, Array(z[$1 * size..<($1 + 1) * size])) } / test.divisor(count)
    }
    let expected = GradientChecker().gradient(of: total, at: doubles)
    for set in InstructionSet.available {
      let probe = try makeProbe(test, set, threads: 2)
      // What another batch left behind must not count.
      _ = probe.run(outputs: self.outputs(test, Self.imageCount).map { 3 - $0 }, test.targets(Self.imageCount))
      let result = probe.run(outputs: outputs, test.targets(count))
      #expect(abs(result.loss - total(doubles)) <= 1e-6 * abs(total(doubles)), "\(set)")
      #expect(largestRelativeDeviation(of: result.gradient, from: expected) <= 2e-6, "\(set)")
      for image in 0..<count where test.isPredicting {
        let row = outputs[image * size..<(image + 1) * size]
        #expect(row[row.startIndex + Int(result.predictions[image])] == row.max())
      }
      if !test.isPredicting, test.outputs != [5] {
        #expect(result.predictions == Self.right(test, outputs, count))
      }
    }
  }

  /// Of several labels, whether all are told right; of other numbers there is no right.
  private static func right(_ test: Case, _ outputs: [Float], _ count: Int) -> [Int32] {
    guard test.loss is BCEWithLogitsLoss, case .plain(.numbers(let rows)) = test.targets(count) else {
      return Array(repeating: -1, count: count)
    }
    return (0..<count).map { image in
      let row = outputs[image * rows.width..<(image + 1) * rows.width]
      return zip(row, rows[image]).allSatisfy { ($0 > 0) == ($1 > 0.5) } ? 1 : 0
    }
  }

  @Test(arguments: labelled + numerical)
  func givesTheSameBits(test: Case) throws {
    let outputs = outputs(test, Self.imageCount)
    func bits(_ set: InstructionSet, threads: Int) throws -> [UInt32] {
      let result = try makeProbe(test, set, threads: threads).run(
        outputs: outputs, test.targets(Self.imageCount))
      return (result.losses + result.gradient).map(\.bitPattern)
    }
    for set in InstructionSet.available {
      let one = try bits(set, threads: 1)
      for threads in 2...3 { #expect(try bits(set, threads: threads) == one, "\(set), \(threads) threads") }
    }
    let fused = try InstructionSet.available.filter { $0 != .portable }.map { try bits($0, threads: 1) }
    #expect(Set(fused).count <= 1)
  }

  private func makeProbe(_ test: Case, _ set: InstructionSet, threads: Int) throws -> LossProbe {
    func make(_ loss: some Loss) throws -> LossProbe {
      try LossProbe(
        loss, outputs: test.outputs, instructionSet: set, threads: threads, batchSize: Self.imageCount)
    }
    return try make(test.loss)
  }
}

/// What a probe is given.
enum Answers {
  case plain(Targets)
  /// The second images' labels, and the first ones' shares.
  case mixed([Int32], [Int32], [Float])
}

extension LossProbe {
  func run(outputs: [Float], _ answers: Answers) -> Result {
    switch answers {
    case .plain(let targets): run(outputs: outputs, targets)
    case .mixed(let labels, let secondLabels, let shares): run(outputs: outputs, mixing: labels, secondLabels, shares)
    }
  }
}
