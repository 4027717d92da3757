package import InklingKernelInterface

extension KernelSet {
  package func adadelta(_ memory: ParameterMemory, _ step: StepNumbers) {
    let decay = broadcast(step.weightDecay), keep = broadcast(step.secondKeep), share = broadcast(step.secondShare)
    let epsilon = broadcast(step.epsilon), rate = broadcast(-step.rate)
    for k in 0..<memory.count / (vectorBytes / 4) {
      let at = k * vectorBytes
      var w = load(memory.weights, at)
      var g = load(memory.gradient, at)
      multiplyAdd(&g, w, decay)
      var square = load(memory.first, at) * keep
      multiplyAdd(&square, g * g, share)
      store(square, memory.first, at)
      let steps = load(memory.second, at)
      let update = squareRoot(steps + epsilon) / squareRoot(square + epsilon) * g
      var newSteps = steps * keep
      multiplyAdd(&newSteps, update * update, share)
      store(newSteps, memory.second, at)
      multiplyAdd(&w, update, rate)
      store(w, memory.weights, at)
    }
  }
}
