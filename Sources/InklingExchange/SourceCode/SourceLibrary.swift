/// All functions that a written network may need; a file has those that it calls.
enum SourceLibrary {
  /// e^x, which each language has its own of.
  static let exponential = "exponential"

  static let functions =
    [
      prepare, copy, pad, add, convolution, linear, maxPool, averagePool, adaptiveMaxPool, adaptiveAveragePool,
      scaleChannels, normalizeGroups, softmax, logSoftmax, parametric,
    ] + texts + scalars + activations

  private static let places = Dictionary(uniqueKeysWithValues: functions.map { ($0.name, $0) })

  /// The function of that name.
  ///
  /// - Precondition: there is one.
  static func function(_ name: String) -> SourceFunction {
    guard let function = places[name] else { preconditionFailure("no function \(name)") }
    return function
  }

  /// These functions and those that they call, each behind what it calls.
  static func closure(of names: [String]) -> [SourceFunction] {
    var taken: Set<String> = [exponential]
    var ordered: [SourceFunction] = []
    func take(_ name: String) {
      guard taken.insert(name).inserted else { return }
      let function = function(name)
      for call in function.calls { take(call) }
      ordered.append(function)
    }
    for name in names { take(name) }
    return ordered
  }
}
