package import InklingKernelInterface

extension KernelSet {
  package func lion(_ memory: ParameterMemory, _ step: StepNumbers) {
    let keep = broadcast(step.keep), rate = broadcast(step.rate)
    let updateShare = broadcast(step.firstShare), momentumShare = broadcast(step.secondShare)
    for k in 0..<memory.count / (vectorBytes / 4) {
      let at = k * vectorBytes
      let g = load(memory.gradient, at)
      var m = load(memory.first, at)
      var update = m
      multiplyAdd(&update, g - m, updateShare)
      multiplyAdd(&m, g - m, momentumShare)
      store(m, memory.first, at)
      // The rate with the update's sign; nothing where it is zero.
      var signed = Vector().replacing(with: rate, where: update .> Vector())
      signed = signed.replacing(with: -rate, where: update .< Vector())
      signed = signed.replacing(with: update, where: update .!= update)
      store(load(memory.weights, at) * keep - signed, memory.weights, at)
    }
  }
}
