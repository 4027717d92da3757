/// The kernels that parameters are updated with. Counts are in floats, multiples of sixteen.
package struct OptimizerKernels: Sendable {
  package typealias Floats = UnsafeMutablePointer<Float>

  package var adam: @Sendable (ParameterMemory, AdamStep) -> Void
  package var nadam: @Sendable (ParameterMemory, AdamStep) -> Void
  package var rmsprop: @Sendable (ParameterMemory, RMSpropStep) -> Void
  package var adagrad: @Sendable (ParameterMemory, AdagradStep) -> Void
  package var adadelta: @Sendable (ParameterMemory, AdadeltaStep) -> Void
  package var lion: @Sendable (ParameterMemory, LionStep) -> Void
  package var muonMomentum: @Sendable (Floats, Floats, Int, MuonMomentum) -> Void
  /// (stored, its form, matrix, floats a row): the working copy of a weight.
  package var gatherMatrix: @Sendable (UnsafePointer<Float>, StoredMatrix, Floats, Int) -> Void
  /// (stored, its form, matrix, floats a row, keep, rate): `stored = keep * stored - rate * matrix`.
  package var subtractMatrix: @Sendable (Floats, StoredMatrix, UnsafePointer<Float>, Int, Float, Float) -> Void
  package var gramMatrix: @Sendable (GramMatrix) -> Void
  package var matrixProduct: @Sendable (MatrixProduct) -> Void
  /// (values, count, sums): sixteen sums of squares, lane by lane.
  package var sumsOfSquares: @Sendable (UnsafePointer<Float>, Int, Floats) -> Void
  /// (target, gradient, share, adds, count): `target = share * gradient`, on top of what it holds if it adds.
  package var accumulate: @Sendable (Floats, UnsafePointer<Float>, Float, Bool, Int) -> Void
  /// (values, limit, count): into `-limit ... limit`.
  package var clamp: @Sendable (Floats, Float, Int) -> Void
  /// (values, scale, count).
  package var rescale: @Sendable (Floats, Float, Int) -> Void
  /// (average, values, share, count): `average = average + share * (values - average)`.
  package var average: @Sendable (Floats, UnsafePointer<Float>, Float, Int) -> Void

  package init(
    adam: @escaping @Sendable (ParameterMemory, AdamStep) -> Void,
    nadam: @escaping @Sendable (ParameterMemory, AdamStep) -> Void,
    rmsprop: @escaping @Sendable (ParameterMemory, RMSpropStep) -> Void,
    adagrad: @escaping @Sendable (ParameterMemory, AdagradStep) -> Void,
    adadelta: @escaping @Sendable (ParameterMemory, AdadeltaStep) -> Void,
    lion: @escaping @Sendable (ParameterMemory, LionStep) -> Void,
    muonMomentum: @escaping @Sendable (Floats, Floats, Int, MuonMomentum) -> Void,
    gatherMatrix: @escaping @Sendable (UnsafePointer<Float>, StoredMatrix, Floats, Int) -> Void,
    subtractMatrix: @escaping @Sendable (Floats, StoredMatrix, UnsafePointer<Float>, Int, Float, Float) -> Void,
    gramMatrix: @escaping @Sendable (GramMatrix) -> Void,
    matrixProduct: @escaping @Sendable (MatrixProduct) -> Void,
    sumsOfSquares: @escaping @Sendable (UnsafePointer<Float>, Int, Floats) -> Void,
    accumulate: @escaping @Sendable (Floats, UnsafePointer<Float>, Float, Bool, Int) -> Void,
    clamp: @escaping @Sendable (Floats, Float, Int) -> Void,
    rescale: @escaping @Sendable (Floats, Float, Int) -> Void,
    average: @escaping @Sendable (Floats, UnsafePointer<Float>, Float, Int) -> Void
  ) {
    self.adam = adam
    self.nadam = nadam
    self.rmsprop = rmsprop
    self.adagrad = adagrad
    self.adadelta = adadelta
    self.lion = lion
    self.muonMomentum = muonMomentum
    self.gatherMatrix = gatherMatrix
    self.subtractMatrix = subtractMatrix
    self.gramMatrix = gramMatrix
    self.matrixProduct = matrixProduct
    self.sumsOfSquares = sumsOfSquares
    self.accumulate = accumulate
    self.clamp = clamp
    self.rescale = rescale
    self.average = average
  }
}
