package import InklingKernelInterface

@inline(__always)
func gradientSums<let J: Int>(
  _ work: TapGradient, _ part: Int, _ channel: Int, _ tap: Int
) -> InlineArray<J, Vector> {
  var sums: InlineArray<J, Vector> = filled(Vector())
  if work.accumulates {
    let at = work.sums + (tap * work.channels + channel) * elementBytes + part * vectorBytes
    for j in 0..<J { sums[j] = load(at, j * elementBytes) }
  }
  return sums
}

@inline(__always)
func putSums<let J: Int>(
  _ sums: InlineArray<J, Vector>, _ work: TapGradient, _ part: Int, _ channel: Int, _ tap: Int
) {
  let at = work.sums + (tap * work.channels + channel) * elementBytes + part * vectorBytes
  for j in 0..<J { store(sums[j], at, j * elementBytes) }
}

/// `J` channels by `T` taps (at most four), over all positions, in windows of `W` by `W`.
@inline(__always)
func gradientTile<let J: Int, let T: Int, let W: Int>(
  _ work: TapGradient, _ part: Int, _ channel: Int, _ tap: Int, _: InlineArray<J, Int8>.Type,
  _: InlineArray<T, Int8>.Type, _: InlineArray<W, Int8>.Type
) {
  var a: InlineArray<J, Vector> = gradientSums(work, part, channel, tap)
  var b = a
  var c = a
  var d = a
  if T > 1 { b = gradientSums(work, part, channel, tap + 1) }
  if T > 2 { c = gradientSums(work, part, channel, tap + 2) }
  if T > 3 { d = gradientSums(work, part, channel, tap + 3) }
  let input = work.input + part * vectorBytes
  let xa = input + Int(work.taps[tap].input)
  let xb = T > 1 ? input + Int(work.taps[tap + 1].input) : xa
  let xc = T > 2 ? input + Int(work.taps[tap + 2].input) : xa
  let xd = T > 3 ? input + Int(work.taps[tap + 3].input) : xa
  let gradient = work.gradient + channel * work.channelStride + part * vectorBytes
  for row in 0..<work.rows / W {
    for column in 0..<work.columns / W {
      for k in 0..<W * W {
        let (y, z) = (row * W + k / W, column * W + k % W)
        let x = y * work.inputRowStride + z * work.inputColumnStride
        let at = gradient + (y * work.columns + z) * elementBytes
        var g: InlineArray<J, Vector> = filled(Vector())
        for j in 0..<J { g[j] = load(at, j * work.channelStride) }
        let va = load(xa, x)
        for j in 0..<J { multiplyAdd(&a[j], va, g[j]) }
        if T > 1 {
          let vb = load(xb, x)
          for j in 0..<J { multiplyAdd(&b[j], vb, g[j]) }
        }
        if T > 2 {
          let vc = load(xc, x)
          for j in 0..<J { multiplyAdd(&c[j], vc, g[j]) }
        }
        if T > 3 {
          let vd = load(xd, x)
          for j in 0..<J { multiplyAdd(&d[j], vd, g[j]) }
        }
      }
    }
  }
  putSums(a, work, part, channel, tap)
  if T > 1 { putSums(b, work, part, channel, tap + 1) }
  if T > 2 { putSums(c, work, part, channel, tap + 2) }
  if T > 3 { putSums(d, work, part, channel, tap + 3) }
}

@inline(__always)
func gradientTaps<let J: Int, let W: Int>(
  _ work: TapGradient, _ part: Int, _ channel: Int, _ width: InlineArray<J, Int8>.Type,
  _ window: InlineArray<W, Int8>.Type
) {
  forTiles(of: work.tapCount, widest: 4) { tap, taps in
    switch taps {
    case 1: gradientTile(work, part, channel, tap, width, InlineArray<1, Int8>.self, window)
    case 2: gradientTile(work, part, channel, tap, width, InlineArray<2, Int8>.self, window)
    case 3: gradientTile(work, part, channel, tap, width, InlineArray<3, Int8>.self, window)
    default: gradientTile(work, part, channel, tap, width, InlineArray<4, Int8>.self, window)
    }
  }
}

@inline(__always)
func gradientTaps<let J: Int>(_ work: TapGradient, _ part: Int, _ channel: Int, _ width: InlineArray<J, Int8>.Type) {
  if work.byWindows {
    gradientTaps(work, part, channel, width, InlineArray<2, Int8>.self)
  } else {
    gradientTaps(work, part, channel, width, InlineArray<1, Int8>.self)
  }
}

@inline(never)
func gradientChannels(_ work: TapGradient, _ part: Int, _ channel: Int, _ width: Int) {
  switch width {
  case 1: gradientTaps(work, part, channel, InlineArray<1, Int8>.self)
  case 2: gradientTaps(work, part, channel, InlineArray<2, Int8>.self)
  case 3: gradientTaps(work, part, channel, InlineArray<3, Int8>.self)
  #if KERNELS_AVX512
    case 4: gradientTaps(work, part, channel, InlineArray<4, Int8>.self)
    case 5: gradientTaps(work, part, channel, InlineArray<5, Int8>.self)
    default: gradientTaps(work, part, channel, InlineArray<6, Int8>.self)
  #else
    default: break
  #endif
  }
}

extension KernelSet {
  /// `TapGradient`: tiles of channels by up to four taps stay in registers over all positions.
  package func tapGradient(_ work: TapGradient) {
    for part in 0..<parts {
      forTiles(of: work.channels, widest: widestQuad) { gradientChannels(work, part, $0, $1) }
    }
  }
}
