package import InklingKernelInterface

extension KernelSet {
  package func adam(_ memory: ParameterMemory, _ step: StepNumbers) {
    let rate = broadcast(-step.rate)
    for k in 0..<memory.count / (vectorBytes / 4) {
      let at = k * vectorBytes
      let values = moments(memory, step, at).values
      var (w, v) = (values.w, values.v)
      if step.keepsLargest {
        v = maximum(load(memory.third, at), v)
        store(v, memory.third, at)
      }
      multiplyAdd(&w, values.m / denominator(v, step), rate)
      store(w, memory.weights, at)
    }
  }

  /// Adam's step with the gradient beside the momentum.
  package func nadam(_ memory: ParameterMemory, _ step: StepNumbers) {
    let rate = broadcast(-step.rate), gradientRate = broadcast(-step.gradientRate)
    for k in 0..<memory.count / (vectorBytes / 4) {
      let at = k * vectorBytes
      let moments = moments(memory, step, at)
      var update = moments.values.m * rate
      multiplyAdd(&update, moments.gradient, gradientRate)
      store(moments.values.w + update / denominator(moments.values.v, step), memory.weights, at)
    }
  }
}

@inline(always)
func denominator(_ v: Vector, _ step: StepNumbers) -> Vector {
  var sum = broadcast(step.epsilon)
  multiplyAdd(&sum, squareRoot(v), broadcast(step.rootScale))
  return sum
}

/// The decayed weights, and both moments with the gradient taken in, which are stored too.
@inline(always)
func moments(
  _ memory: ParameterMemory, _ step: StepNumbers, _ at: Int
) -> (values: (w: Vector, m: Vector, v: Vector), gradient: Vector) {
  let w = load(memory.weights, at) * broadcast(step.keep)
  var g = load(memory.gradient, at)
  multiplyAdd(&g, w, broadcast(step.weightDecay))
  var m = load(memory.first, at)
  multiplyAdd(&m, g - m, broadcast(step.firstShare))
  var v = load(memory.second, at) * broadcast(step.secondKeep)
  multiplyAdd(&v, g * g, broadcast(step.secondShare))
  store(m, memory.first, at)
  store(v, memory.second, at)
  return ((w, m, v), g)
}
