// What activations are made of. Each holds for every finite number; a NaN stays one.

@inline(always)
func absolute(_ x: Vector) -> Vector {
  unsafeBitCast(unsafeBitCast(x, to: IntVector.self) & IntVector(repeating: .max), to: Vector.self)
}

@inline(always)
func clamped(_ x: Vector, _ low: Float, _ high: Float) -> Vector {
  x.replacing(with: broadcast(low), where: x .< broadcast(low))
    .replacing(with: broadcast(high), where: x .> broadcast(high))
}

/// e^x for x <= 0, and zero below -87: what is multiplied by a large number must vanish.
@inline(always)
func decay(_ x: Vector) -> Vector { exponential(x).replacing(with: Vector(), where: x .< broadcast(-87)) }

/// e^x - 1 for x <= 0, without losing the digits of a small x.
@inline(always)
func exponentialLessOne(_ x: Vector) -> Vector {
  var small = x
  multiplyAdd(&small, exponentialPolynomial(x), x * x)
  return (decay(x) - broadcast(1)).replacing(with: small, where: x .> broadcast(-0.34))
}

/// log(1 + e) for e in 0...1: the rounding of 1 + e is made good by the factor e / ((1 + e) - 1).
@inline(always)
func logarithmOfOnePlus(_ e: Vector) -> Vector {
  let sum = e + broadcast(1)
  let rounded = sum - broadcast(1)
  return (logarithm(sum) * (e / rounded)).replacing(with: e, where: rounded .== Vector())
}

/// 1 / (1 + e^-x) and 1 / (1 + e^x), which add up to one, each with all of its digits.
@inline(always)
func sigmoidPair(_ x: Vector) -> (value: Vector, rest: Vector) {
  let e = decay(-absolute(x))
  let large = broadcast(1) / (broadcast(1) + e)
  let small = e * large
  let isNegative = x .< Vector()
  return (large.replacing(with: small, where: isNegative), small.replacing(with: large, where: isNegative))
}

/// Cephes' tanhf: an odd polynomial for small x.
@inline(always)
func hyperbolicTangent(_ x: Vector) -> Vector {
  let magnitude = absolute(x)
  let e = decay(magnitude * broadcast(-2))
  let large = (broadcast(1) - e) / (broadcast(1) + e)
  let square = x * x
  var p = broadcast(-5.704_988_73e-3)
  p = horner(p, square, 2.063_908_88e-2)
  p = horner(p, square, -5.373_971_56e-2)
  p = horner(p, square, 1.333_144_22e-1)
  p = horner(p, square, -3.333_328_19e-1)
  var small = x
  multiplyAdd(&small, p * square, x)
  return large.replacing(with: -large, where: x .< Vector()).replacing(
    with: small, where: magnitude .< broadcast(0.625))
}

/// The standard normal distribution: P(N <= x), and the density exp(-x^2 / 2) / sqrt(2 pi).
///
/// The smaller tail is erfc(t) / 2 at t = |x| / sqrt(2). There erfc(t) = exp(-t^2) * p(q) / (1 + 2 t) with one
/// polynomial in q = (t - 2) / (t + 2) for all t (relative error 1.3e-8), so that it keeps its digits far out. x^2 is
/// split in a square without rounding and a small rest, because its rounding would be the exponential's error.
@inline(always)
func normalDistribution(_ x: Vector) -> (cumulative: Vector, density: Vector) {
  let magnitude = clamped(absolute(x), 0, 20)
  let t = magnitude * broadcast(0.707_106_781)
  let q = (t - broadcast(2)) / (t + broadcast(2))
  var p = broadcast(-4.017_148_4e-4)
  p = horner(p, q, -1.231_875_96e-3)
  p = horner(p, q, 1.313_723_12e-3)
  p = horner(p, q, 8.633_269_87e-3)
  p = horner(p, q, -8.059_599_67e-3)
  p = horner(p, q, -5.420_471_07e-2)
  p = horner(p, q, 1.640_552_67e-1)
  p = horner(p, q, -1.660_313_9e-1)
  p = horner(p, q, -9.276_397_67e-2)
  p = horner(p, q, 1.276_978_39)
  let coarse = unsafeBitCast(
    unsafeBitCast(magnitude, to: IntVector.self) & IntVector(repeating: ~0xFFF), to: Vector.self)
  let rest = (magnitude - coarse) * (magnitude + coarse)
  let e = decay(coarse * coarse * broadcast(-0.5)) * exponential(rest * broadcast(-0.5))
  let tail = broadcast(0.5) * e * (p / (t + t + broadcast(1)))
  let cumulative = (broadcast(1) - tail).replacing(with: tail, where: x .< Vector())
  return (cumulative, e * broadcast(0.398_942_28))
}
