package import InklingKernelInterface

extension KernelSet {
  package func adagrad(_ memory: ParameterMemory, _ step: StepNumbers) {
    let decay = broadcast(step.weightDecay), epsilon = broadcast(step.epsilon), rate = broadcast(-step.rate)
    let initial = broadcast(step.initialSum)
    for k in 0..<memory.count / (vectorBytes / 4) {
      let at = k * vectorBytes
      var w = load(memory.weights, at)
      var g = load(memory.gradient, at)
      multiplyAdd(&g, w, decay)
      var sum = load(memory.first, at) + initial
      multiplyAdd(&sum, g, g)
      store(sum, memory.first, at)
      multiplyAdd(&w, g / (squareRoot(sum) + epsilon), rate)
      store(w, memory.weights, at)
    }
  }
}
