/// A sum over `count` terms in four accumulators, so that additions need not wait for each other: `add` adds term `k`
/// to the one it is given. Term `k` goes to accumulator `k % 4`; these are added as `(0 + 1) + (2 + 3)`.
@inline(always)
func fourSums(_ count: Int, _ add: (inout Vector, Int) -> Void) -> Vector {
  var a = Vector(), b = Vector(), c = Vector(), d = Vector()
  var k = 0
  while k + 4 <= count {
    add(&a, k)
    add(&b, k + 1)
    add(&c, k + 2)
    add(&d, k + 3)
    k += 4
  }
  if k < count { add(&a, k) }
  if k + 1 < count { add(&b, k + 1) }
  if k + 2 < count { add(&c, k + 2) }
  return (a + b) + (c + d)
}

/// Two such sums over the same terms.
@inline(always)
func fourPairSums(_ count: Int, _ add: (inout Vector, inout Vector, Int) -> Void) -> (Vector, Vector) {
  var a = Vector(), b = Vector(), c = Vector(), d = Vector()
  var e = Vector(), f = Vector(), g = Vector(), h = Vector()
  var k = 0
  while k + 4 <= count {
    add(&a, &e, k)
    add(&b, &f, k + 1)
    add(&c, &g, k + 2)
    add(&d, &h, k + 3)
    k += 4
  }
  if k < count { add(&a, &e, k) }
  if k + 1 < count { add(&b, &f, k + 1) }
  if k + 2 < count { add(&c, &g, k + 2) }
  return ((a + b) + (c + d), (e + f) + (g + h))
}

/// The value in the first `lanes` of the block's sixteen, zero in the others; for one register of them.
@inline(always)
func keeping(_ value: Vector, _ lanes: Int, _ part: Int) -> Vector {
  let width = vectorBytes / 4
  var numbers = IntVector()
  for lane in 0..<width { numbers[lane] = Int32(truncatingIfNeeded: lane) }
  let limit = IntVector(repeating: Int32(truncatingIfNeeded: lanes - part * width))
  return Vector().replacing(with: value, where: numbers .< limit)
}

/// `1 / sqrt(x)`, each of the two rounded as IEEE 754 says.
@inline(always)
func inverseSquareRoot(_ x: Vector) -> Vector {
  var root = Vector()
  for lane in 0..<vectorBytes / 4 { root[lane] = x[lane].squareRoot() }
  return broadcast(1) / root
}
