import InklingEngine
import InklingExplanation
import InklingTestSupport
import InklingTraining

extension TrainedModel {
  /// A network with random weights.
  static func random(_ graph: Graph, classes: Int, seed: UInt64) throws -> TrainedModel {
    try random(graph, names: (0..<classes).map { "class \($0)" }, seed: seed)
  }

  /// - Parameter names: the classes'; without any it has learned quantities.
  static func random(
    _ graph: Graph, names: [String], seed: UInt64, task: TaskRecipe? = nil
  ) throws -> TrainedModel {
    let channels = graph.inputShape.channels
    let normalization = Normalization(
      scale: (0..<channels).map { 0.01 + 0.002 * Float($0) }, shift: (0..<channels).map { -1 - 0.1 * Float($0) })
    let description = ModelDescription(
      name: "random", graph: graph, classNames: names, normalization: normalization,
      task: task ?? (names.isEmpty ? TaskRecipe(.regress) : .classify))
    var random = RandomTensors(seed: seed)
    let parameters = graph.parameters.map { parameter in
      // A variance is positive.
      let isVariance = parameter.name.hasSuffix("running_var")
      var tensor = random.named(parameter.name, parameter.shape, scale: 0.5)
      if isVariance { tensor.values = tensor.values.map { $0.magnitude + 0.5 } }
      return tensor
    }
    return try TrainedModel(description, parameters: parameters)
  }
}

extension Explanation {
  /// Of a network with random weights on a random image.
  static func random(
    _ graph: Graph, classes: Int, seed: UInt64, limits: ExplanationLimits = ExplanationLimits()
  ) throws -> Explanation {
    let model = try TrainedModel.random(graph, classes: classes, seed: seed)
    let pixels = RandomImages(count: 1, shape: graph.inputShape, classes: classes, seed: seed).images
    return try Explanation(of: model, at: pixels, image: "a random image", limits: limits)
  }

  /// The same of another task.
  static func random(_ graph: Graph, names: [String], seed: UInt64, task: TaskRecipe) throws -> Explanation {
    let model = try TrainedModel.random(graph, names: names, seed: seed, task: task)
    let pixels = RandomImages(count: 1, shape: graph.inputShape, classes: 1, seed: seed).images
    return try Explanation(of: model, at: pixels, image: "a random image")
  }
}
