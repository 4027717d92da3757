import InklingEngine
import InklingTestSupport

/// A training step in Double with everything that `UpdateOptions` can ask for.
struct UpdateTwin {
  private(set) var parameters: [String: NaiveTensor]
  private let model: TrainingModel
  private let options: UpdateOptions
  private let names: [String]
  private var optimizers: [String: any NaiveOptimizer]
  private var sums: [String: [Double]] = [:]
  private var (count, images) = (0, 0)

  init(_ model: TrainingModel, _ program: TrainingProgram) {
    self.model = model
    options = program.updates
    let tensors = program.namedParameters()
    names = tensors.map(\.name)
    parameters = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, NaiveTensor($0)) })
    let (options, optimizer) = (options, program.optimizer)
    optimizers = parameters.mapValues { _ in naiveTwin(of: optimizer) }
    for (name, tensor) in parameters {
      var optimizer = optimizer
      if !options.decaysBiasesAndNorms, tensor.shape.count < 2 { optimizer.weightDecay = 0 }
      if let group = options.groups.first(where: { $0.pattern.matches(name) }) {
        optimizer.learningRate *= group.learningRateScale
        optimizer.weightDecay = group.weightDecay ?? optimizer.weightDecay
      }
      optimizers[name] = naiveTwin(of: optimizer)
      if optimizer is Muon, tensor.shape.count >= 2 { optimizers[name] = matrixTwin(optimizer, tensor.shape) }
    }
  }

  private func matrixTwin(_ optimizer: any Optimizer, _ shape: [Int]) -> NaiveMuon {
    var twin = NaiveMuon(rows: shape[0])
    twin.learningRate = Double(optimizer.learningRate)
    twin.weightDecay = Double(optimizer.weightDecay)
    return twin
  }

  mutating func step(_ indices: [Int32]) {
    let (inputs, labels) = model.data.batch(indices, model.normalization)
    // A twin that stands still gives the gradients.
    var twin = TrainingTwin(
      model.twin, parameters: names.compactMap { parameters[$0]?.named($0) }, optimizer: SGD(learningRate: 0))
    for (name, gradient) in twin.step(inputs, labels: labels).gradients {
      let share = gradient.values.map { $0 * Double(indices.count) }
      sums[name] = sums[name].map { zip($0, share).map { $0 + $1 } } ?? share
    }
    (count, images) = (count + 1, images + indices.count)
    if count == options.accumulationSteps { finish() }
  }

  /// The step on what was added up: the mean over its images.
  mutating func finish() {
    guard count > 0 else { return }
    sums = sums.mapValues { $0.map { $0 / Double(images) } }
    (count, images) = (0, 0)
    clip()
    for name in names {
      guard var values = parameters[name]?.values, let gradient = sums[name] else { continue }
      optimizers[name]?.step(&values, gradient: gradient)
      parameters[name]?.values = values
    }
    sums = [:]
  }

  private mutating func clip() {
    if let limit = options.clipping.value.map(Double.init) {
      sums = sums.mapValues { $0.map { min(max($0, -limit), limit) } }
    }
    guard let limit = options.clipping.norm.map(Double.init) else { return }
    let norm = sums.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }.squareRoot()
    let scale = min(1, limit / (norm + 1e-6))
    sums = sums.mapValues { $0.map { $0 * scale } }
  }
}
