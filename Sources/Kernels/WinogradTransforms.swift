// The six-point transforms of F(2x2, 5x5), one dimension at a time. Each is written as the few operations that it
// takes; the tests hold each against its matrix.

typealias Six = InlineArray<6, Vector>
/// Six values on their way from one transform to memory; as a tuple they stay in registers.
typealias SixValues = (Vector, Vector, Vector, Vector, Vector, Vector)

@inline(always) func times(_ x: Vector, _ factor: Float, plus sum: Vector) -> Vector {
  var result = sum
  multiplyAdd(&result, x, broadcast(factor))
  return result
}

/// `B^T x`.
@inline(always) func inputTransform(_ x: SixValues) -> SixValues {
  let a = times(x.2, -4, plus: x.4)
  let b = times(x.1, -4, plus: x.3)
  let c = x.4 - x.2
  let d = x.3 - x.1
  let e = d + d
  return (
    times(x.0, 4, plus: times(x.2, -5, plus: x.4)), a + b, a - b, c + e, c - e,
    times(x.1, 4, plus: times(x.3, -5, plus: x.5)),
  )
}

/// `A^T m`.
@inline(always) func outputTransform(_ m: SixValues) -> (Vector, Vector) {
  let s = m.1 + m.2
  let d = m.1 - m.2
  let s2 = m.3 + m.4
  let d2 = m.3 - m.4
  return (m.0 + s + s2, d + (d2 + d2) + m.5)
}

/// `G g` for one column of weights. Tuples, because an array of floats would be the standard library's code under a name
/// that every module shares.
@inline(always) func weightTransform(_ g: (Float, Float, Float, Float, Float)) -> (
  Float, Float, Float, Float, Float, Float
) {
  let even = g.0 + g.2 + g.4
  let odd = g.1 + g.3
  let even2 = g.0 + g.2 * 4 + g.4 * 16
  let odd2 = g.1 * 2 + g.3 * 8
  return (
    g.0 * 0.25, (even + odd) * (-1.0 / 6), (even - odd) * (-1.0 / 6), (even2 + odd2) * (1.0 / 24),
    (even2 - odd2) * (1.0 / 24), g.4
  )
}

@inline(always) func loadSix(_ address: UnsafeRawPointer, _ stride: Int) -> SixValues {
  (
    load(address), load(address, stride), load(address, 2 * stride), load(address, 3 * stride),
    load(address, 4 * stride), load(address, 5 * stride)
  )
}

@inline(always) func storeSix(_ values: SixValues, _ address: UnsafeMutableRawPointer, _ stride: Int) {
  store(values.0, address)
  store(values.1, address, stride)
  store(values.2, address, 2 * stride)
  store(values.3, address, 3 * stride)
  store(values.4, address, 4 * stride)
  store(values.5, address, 5 * stride)
}

/// `sum[j] += x[j] * weights[j]` for six neighbours.
@inline(always) func multiplyAddSix(_ sum: inout Six, _ x: SixValues, _ weights: UnsafePointer<Float>) {
  multiplyAdd(&sum[0], x.0, broadcast(weights[0]))
  multiplyAdd(&sum[1], x.1, broadcast(weights[1]))
  multiplyAdd(&sum[2], x.2, broadcast(weights[2]))
  multiplyAdd(&sum[3], x.3, broadcast(weights[3]))
  multiplyAdd(&sum[4], x.4, broadcast(weights[4]))
  multiplyAdd(&sum[5], x.5, broadcast(weights[5]))
}

@inline(always) func values(_ m: Six) -> SixValues { (m[0], m[1], m[2], m[3], m[4], m[5]) }

/// The sums of products of up to two tiles with up to two channels, six frequencies each.
struct Sixes {
  var a: Six
  var b: Six
  var c: Six
  var d: Six
}

/// `sum over k of x[k] * w[k]` for `P` tiles (`tileStride` bytes apart) and `J` channels (`weightStride` floats
/// apart); from one term to the next are `step` bytes of x and `weightStep` floats of weights.
@inline(__always)
func sumSixes<let P: Int, let J: Int>(
  _ x: UnsafeRawPointer, _ tileStride: Int, _ step: Int, _ weights: UnsafePointer<Float>, _ weightStride: Int,
  _ weightStep: Int, _ count: Int, _: InlineArray<P, Int8>.Type, _: InlineArray<J, Int8>.Type
) -> Sixes {
  let zero: Six = [Vector(), Vector(), Vector(), Vector(), Vector(), Vector()]
  var sums = Sixes(a: zero, b: zero, c: zero, d: zero)
  var x = x
  var w = weights
  for _ in 0..<count {
    let first = loadSix(x, elementBytes)
    multiplyAddSix(&sums.a, first, w)
    if J > 1 { multiplyAddSix(&sums.c, first, w + weightStride) }
    if P > 1 {
      let second = loadSix(x + tileStride, elementBytes)
      multiplyAddSix(&sums.b, second, w)
      if J > 1 { multiplyAddSix(&sums.d, second, w + weightStride) }
    }
    x += step
    w += weightStep
  }
  return sums
}
