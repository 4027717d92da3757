import KernelInterface

// Connectionist temporal classification: Graves, Fernandez, Gomez and Schmidhuber (2006), the forward-backward
// algorithm in logarithms. In Double: float32 would lose more than the gradients' bound over many steps.

/// The places in the scratch memory, and the sequence with a blank around every label: 2 * length + 1 states.
struct TemporalStates {
  let work: TemporalClassification
  let states: Int
  /// `[steps][classes]` log-probabilities, `[steps][states]` forward variables, `[2][states]` backward ones, classes.
  let logarithms: UnsafeMutablePointer<Double>
  let alpha: UnsafeMutablePointer<Double>
  let beta: UnsafeMutablePointer<Double>
  let posteriors: UnsafeMutablePointer<Double>

  @inline(always)
  init(_ work: TemporalClassification) {
    self.work = work
    states = 2 * work.length + 1
    logarithms = work.scratch
    alpha = logarithms + work.steps * work.classes
    beta = alpha + work.steps * states
    posteriors = beta + 2 * states
  }

  @inline(always)
  func label(_ state: Int) -> Int { state % 2 == 0 ? work.blank : Int(work.labels[state / 2]) }

  /// Whether a path may come from two states before: past a blank between two different labels.
  @inline(always)
  func maySkip(to state: Int) -> Bool { state % 2 == 1 && state >= 3 && label(state) != label(state - 2) }

  @inline(always)
  func logarithm(_ step: Int, _ state: Int) -> Double { logarithms[step * work.classes + label(state)] }

  /// The steps that the sequence needs at least: one a label, and a blank between equal ones.
  @inline(always)
  var fits: Bool {
    var needed = work.length
    for k in 1..<(work.length > 0 ? work.length : 1) where work.labels[k] == work.labels[k - 1] { needed += 1 }
    return needed <= work.steps
  }
}

/// Returns minus the logarithm of the sequence's probability; infinity (zero if asked) when it needs more steps.
func temporalClassification(_ work: TemporalClassification) -> Double {
  let states = TemporalStates(work)
  guard states.fits else { return infeasible(work) }
  logarithmicSoftmax(work, states.logarithms)
  forward(states)
  let last = states.alpha + (work.steps - 1) * states.states
  let loss = -logarithmOfSum(
    last[states.states - 1], states.states > 1 ? last[states.states - 2] : -Double.infinity, -Double.infinity)
  if !loss.isFinite { return loss == Double.infinity ? infeasible(work) : spoilt(work, loss) }
  backward(states, loss)
  return loss
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

func logarithmicSoftmax(_ work: TemporalClassification, _ logarithms: UnsafeMutablePointer<Double>) {
  for step in 0..<work.steps {
    let row = logarithms + step * work.classes
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

func forward(_ states: TemporalStates) {
  let count = states.states
  for state in 0..<count { states.alpha[state] = state < 2 ? states.logarithm(0, state) : -Double.infinity }
  for step in 1..<(states.work.steps > 1 ? states.work.steps : 1) {
    let before = states.alpha + (step - 1) * count, now = states.alpha + step * count
    for state in 0..<count {
      now[state] =
        states.logarithm(step, state)
        + logarithmOfSum(
          before[state], state > 0 ? before[state - 1] : -Double.infinity,
          states.maySkip(to: state) ? before[state - 2] : -Double.infinity)
    }
  }
}

/// From the last step to the first: the backward variables of a step, and with them its gradient, the softmax less each
/// class's share of the paths.
func backward(_ states: TemporalStates, _ loss: Double) {
  let work = states.work, count = states.states
  var step = work.steps - 1
  while step >= 0 {
    let now = states.beta + (step % 2) * count, after = states.beta + (1 - step % 2) * count
    for k in 0..<work.classes { states.posteriors[k] = 0 }
    for state in 0..<count {
      if step == work.steps - 1 {
        now[state] = state + 2 < count ? -Double.infinity : states.logarithm(step, state)
      } else {
        let isSkip = state + 2 < count && states.maySkip(to: state + 2)
        now[state] =
          states.logarithm(step, state)
          + logarithmOfSum(
            after[state], state + 1 < count ? after[state + 1] : -Double.infinity,
            isSkip ? after[state + 2] : -Double.infinity)
      }
      if states.alpha[step * count + state] == -Double.infinity || now[state] == -Double.infinity { continue }
      // Both variables hold this step's own logarithm.
      let path = states.alpha[step * count + state] + now[state] - states.logarithm(step, state) + loss
      states.posteriors[states.label(state)] += exponential(path)
    }
    for k in 0..<work.classes {
      let difference = exponential(states.logarithms[step * work.classes + k]) - states.posteriors[k]
      work.gradient[(k * work.steps + step) * 16] = Float(difference * work.scale)
    }
    step -= 1
  }
}
