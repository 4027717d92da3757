package import InklingKernelInterface

// Connectionist temporal classification: Graves, Fernandez, Gomez and Schmidhuber (2006), the forward-backward
// algorithm in logarithms. In Double: float32 would lose more than the gradients' bound over many steps.

/// The places in the scratch memory, and the sequence with a blank around every label: 2 * length + 1 states. (An
/// extension: a structure of this module would have functions of its own under a name that all modules share.)
extension TemporalClassification {
  @inline(always) var states: Int { 2 * length + 1 }
  /// `[steps][classes]` log-probabilities.
  @inline(always) var logarithms: UnsafeMutablePointer<Double> { scratch }
  /// `[steps][states]` forward variables.
  @inline(always) var alpha: UnsafeMutablePointer<Double> { scratch + steps * classes }
  /// `[2][states]` backward variables.
  @inline(always) var beta: UnsafeMutablePointer<Double> { alpha + steps * states }
  /// One number a class.
  @inline(always) var posteriors: UnsafeMutablePointer<Double> { beta + 2 * states }

  @inline(always)
  func label(_ state: Int) -> Int { state % 2 == 0 ? blank : Int(labels[state / 2]) }

  /// Whether a path may come from two states before: past a blank between two different labels.
  @inline(always)
  func maySkip(to state: Int) -> Bool { state % 2 == 1 && state >= 3 && label(state) != label(state - 2) }

  @inline(always)
  func logarithm(_ step: Int, _ state: Int) -> Double { logarithms[step * classes + label(state)] }

  /// The steps that the sequence needs at least: one a label, and a blank between equal ones.
  @inline(always)
  var fits: Bool {
    var needed = length
    for k in 1..<(length > 0 ? length : 1) where labels[k] == labels[k - 1] { needed += 1 }
    return needed <= steps
  }
}

extension KernelSet {
  /// Returns minus the logarithm of the sequence's probability; infinity (zero if asked) when it needs more steps.
  package func temporalClassification(_ work: TemporalClassification) -> Double {
    guard work.fits else { return infeasible(work) }
    logarithmicSoftmax(work)
    sumForward(work)
    let last = work.alpha + (work.steps - 1) * work.states
    let loss = -logarithmOfSum(
      last[work.states - 1], work.states > 1 ? last[work.states - 2] : -Double.infinity, -Double.infinity)
    if !loss.isFinite { return loss == Double.infinity ? infeasible(work) : spoilt(work, loss) }
    sumBackward(work, loss)
    return loss
  }
}

/// The gradient of an infinite loss is NaN, unless infinite losses are to count as zero.
func infeasible(_ work: TemporalClassification) -> Double {
  work.zeroInfinity ? fill(work, 0, loss: 0) : fill(work, .nan, loss: .infinity)
}

func spoilt(_ work: TemporalClassification, _ loss: Double) -> Double { fill(work, .nan, loss: loss) }

func fill(_ work: TemporalClassification, _ value: Float, loss: Double) -> Double {
  for k in 0..<work.steps * work.classes { work.gradient[k * 16] = value }
  return loss
}

func logarithmicSoftmax(_ work: TemporalClassification) {
  for step in 0..<work.steps {
    let row = work.logarithms + step * work.classes
    var largest = -Double.infinity
    for k in 0..<work.classes {
      row[k] = Double(work.logits[(k * work.steps + step) * 16])
      if !(row[k] <= largest) { largest = row[k] }
    }
    var sum = 0.0
    for k in 0..<work.classes { sum += exponential(row[k] - largest) }
    let total = largest + logarithm(sum)
    for k in 0..<work.classes { row[k] -= total }
  }
}

func sumForward(_ work: TemporalClassification) {
  let count = work.states
  for state in 0..<count { work.alpha[state] = state < 2 ? work.logarithm(0, state) : -Double.infinity }
  for step in 1..<(work.steps > 1 ? work.steps : 1) {
    let before = work.alpha + (step - 1) * count, now = work.alpha + step * count
    for state in 0..<count {
      now[state] =
        work.logarithm(step, state)
        + logarithmOfSum(
          before[state], state > 0 ? before[state - 1] : -Double.infinity,
          work.maySkip(to: state) ? before[state - 2] : -Double.infinity)
    }
  }
}

/// From the last step to the first: the backward variables of a step, and with them its gradient, the softmax less each
/// class's share of the paths.
func sumBackward(_ work: TemporalClassification, _ loss: Double) {
  let count = work.states
  var step = work.steps - 1
  while step >= 0 {
    let now = work.beta + (step % 2) * count, after = work.beta + (1 - step % 2) * count
    for k in 0..<work.classes { work.posteriors[k] = 0 }
    for state in 0..<count {
      if step == work.steps - 1 {
        now[state] = state + 2 < count ? -Double.infinity : work.logarithm(step, state)
      } else {
        let isSkip = state + 2 < count && work.maySkip(to: state + 2)
        now[state] =
          work.logarithm(step, state)
          + logarithmOfSum(
            after[state], state + 1 < count ? after[state + 1] : -Double.infinity,
            isSkip ? after[state + 2] : -Double.infinity)
      }
      if work.alpha[step * count + state] == -Double.infinity || now[state] == -Double.infinity { continue }
      // Both variables hold this step's own logarithm.
      let path = work.alpha[step * count + state] + now[state] - work.logarithm(step, state) + loss
      work.posteriors[work.label(state)] += exponential(path)
    }
    for k in 0..<work.classes {
      let difference = exponential(work.logarithms[step * work.classes + k]) - work.posteriors[k]
      work.gradient[(k * work.steps + step) * 16] = Float(difference * work.scale)
    }
    step -= 1
  }
}
