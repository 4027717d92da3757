package import InklingKernelInterface

extension KernelSet {
  package func momentum(_ memory: ParameterMemory, _ step: StepNumbers) {
    let lanes = vectorBytes / 4
    let rate = broadcast(-step.rate), momentum = broadcast(step.momentum)
    let share = broadcast(step.firstShare), decay = broadcast(step.weightDecay)
    let weights = UnsafeMutableRawPointer(memory.weights), velocity = UnsafeMutableRawPointer(memory.first)
    let gradient = UnsafeRawPointer(memory.gradient)
    for k in 0..<memory.count / lanes {
      let at = k * vectorBytes
      var w = load(weights, at)
      var g = load(gradient, at)
      multiplyAdd(&g, w, decay)
      var v = g * share
      multiplyAdd(&v, load(velocity, at), momentum)
      store(v, velocity, at)
      if step.isNesterov { multiplyAdd(&g, v, momentum) } else { g = v }
      multiplyAdd(&w, g, rate)
      store(w, weights, at)
    }
  }
}
