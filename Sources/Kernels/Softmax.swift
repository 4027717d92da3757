package import InklingKernelInterface

/// Calls `body(byte offset of the first class)` for each row of classes.
@inline(always)
func forRows(_ work: SoftmaxWork, _ body: (Int) -> Void) {
  for outer in 0..<work.outer {
    for inner in 0..<work.inner {
      for part in 0..<parts {
        body((outer * work.classes * work.inner + inner) * elementBytes + part * vectorBytes)
      }
    }
  }
}

extension KernelSet {
  /// The largest is taken off first, so that nothing overflows.
  package func softmax(_ work: SoftmaxWork) {
    let stride = work.inner * elementBytes
    forRows(work) { first in
      var largest = load(work.source, first)
      for k in 1..<max(work.classes, 1) { largest = maximum(largest, load(work.source, first + k * stride)) }
      var sum = Vector()
      for k in 0..<work.classes {
        let shifted = load(work.source, first + k * stride) - largest
        let e = decay(shifted)
        sum += e
        store(work.isLogarithmic ? shifted : e, work.target, first + k * stride)
      }
      if work.isLogarithmic {
        let logarithm = logarithm(sum)
        for k in 0..<work.classes {
          store(load(work.target, first + k * stride) - logarithm, work.target, first + k * stride)
        }
      } else {
        let share = broadcast(1) / sum
        for k in 0..<work.classes {
          store(load(work.target, first + k * stride) * share, work.target, first + k * stride)
        }
      }
    }
  }

  /// With the output y: `y[k] * (g[k] - sum of g * y)`; of the logarithm: `g[k] - exp(y[k]) * sum of g`.
  package func softmaxGradient(_ work: SoftmaxWork) {
    let stride = work.inner * elementBytes
    forRows(work) { first in
      var sum = Vector()
      for k in 0..<work.classes {
        let gradient = load(work.target, first + k * stride)
        if work.isLogarithmic {
          sum += gradient
        } else {
          multiplyAdd(&sum, gradient, load(work.source, first + k * stride))
        }
      }
      for k in 0..<work.classes {
        let y = load(work.source, first + k * stride)
        var gradient = load(work.target, first + k * stride)
        if work.isLogarithmic {
          multiplyAdd(&gradient, -decay(y), sum)
        } else {
          gradient = (gradient - sum) * y
        }
        store(gradient, work.target, first + k * stride)
      }
    }
  }
}
