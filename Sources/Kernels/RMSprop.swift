package import InklingKernelInterface

extension KernelSet {
  package func rmsprop(_ memory: ParameterMemory, _ step: StepNumbers) {
    let decay = broadcast(step.weightDecay), keep = broadcast(step.secondKeep), share = broadcast(step.secondShare)
    let epsilon = broadcast(step.epsilon), momentum = broadcast(step.momentum), rate = broadcast(-step.rate)
    for k in 0..<memory.count / (vectorBytes / 4) {
      let at = k * vectorBytes
      var w = load(memory.weights, at)
      var g = load(memory.gradient, at)
      multiplyAdd(&g, w, decay)
      var square = load(memory.first, at) * keep
      multiplyAdd(&square, g * g, share)
      store(square, memory.first, at)
      if step.isCentered {
        var mean = load(memory.third, at)
        multiplyAdd(&mean, g - mean, share)
        store(mean, memory.third, at)
        multiplyAdd(&square, -mean, mean)
        // A variance; rounding can leave it just below zero.
        square = maximum(square, Vector())
      }
      var update = g / (squareRoot(square) + epsilon)
      if step.momentum != 0 {
        multiplyAdd(&update, load(memory.second, at), momentum)
        store(update, memory.second, at)
      }
      multiplyAdd(&w, update, rate)
      store(w, memory.weights, at)
    }
  }
}
