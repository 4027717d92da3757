import InklingKernelInterface
import Synchronization

// What benchmarks see of a program.

extension TrainingProgram {
  package var stepDescriptions: [(label: String, multiplyAdds: Int)] {
    engine.program.steps.map { ($0.label, $0.multiplyAdds) }
  }

  package var updateDescriptions: [(label: String, multiplyAdds: Int)] {
    engine.program.updates.map { ($0.label, $0.multiplyAdds) }
  }

  /// Multiply-adds of a whole training step for one image.
  package var multiplyAddsPerImage: Int {
    (stepDescriptions + updateDescriptions).reduce(0) { $0 + $1.multiplyAdds }
  }

  /// Runs one forward or backward step of the last batch's first block again.
  ///
  /// - Precondition: a step of training was taken, and its images and labels still exist.
  package func repeatStep(_ step: Int, times: Int) { engine.repeatStep(step, times: times) }

  /// Computes one update again, without changing a parameter.
  package func repeatUpdate(_ update: Int, times: Int) { engine.repeatUpdate(update, times: times) }
}

/// Multiply-adds on registers alone, on several threads at once.
package final class PeakProbe {
  private let pool: ThreadPool
  private let rounds: Rounds

  /// `@unchecked Sendable`: written between runs only; each thread has a sink of its own.
  private final class Rounds: @unchecked Sendable {
    var count = 0
    let operations = Atomic<Int>(0)
    let sinks: [AlignedMemory]

    init(threads: Int) { sinks = (0..<threads).map { _ in AlignedMemory(bytes: 64) } }
  }

  package init(_ instructionSet: InstructionSet, threads: Int) {
    let kernels = instructionSet.kernels
    let rounds = Rounds(threads: threads)
    self.rounds = rounds
    pool = ThreadPool(count: threads) { number, _ in
      rounds.operations.add(kernels.peakProbe(rounds.count, rounds.sinks[number].floats), ordering: .relaxed)
    }
  }

  deinit { pool.stop() }

  /// The floating-point operations done.
  package func run(_ count: Int) -> Int {
    rounds.count = count
    rounds.operations.store(0, ordering: .relaxed)
    pool.run()
    return rounds.operations.load(ordering: .relaxed)
  }
}
