import InklingKernelInterface

func momentumStep(_ work: MomentumStep) {
  let lanes = vectorBytes / 4
  let rate = broadcast(-work.learningRate), momentum = broadcast(work.momentum)
  let share = broadcast(work.share), decay = broadcast(work.weightDecay)
  let weights = UnsafeMutableRawPointer(work.weights), velocity = UnsafeMutableRawPointer(work.velocity)
  let gradient = UnsafeRawPointer(work.gradient)
  for k in 0..<work.count / lanes {
    let at = k * vectorBytes
    var w = load(weights, at)
    var g = load(gradient, at)
    multiplyAdd(&g, w, decay)
    var v = g * share
    multiplyAdd(&v, load(velocity, at), momentum)
    store(v, velocity, at)
    if work.nesterov { multiplyAdd(&g, v, momentum) } else { g = v }
    multiplyAdd(&w, g, rate)
    store(w, weights, at)
  }
}
