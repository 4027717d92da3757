package import InklingEngine

/// The most multiply-adds that this machine does, measured: registers only, no memory.
package enum PeakRate {
  /// GFLOP/s (two operations a multiply-add) on so many threads at once; the best of `rounds`.
  package static func gigaflops(_ instructionSet: InstructionSet, threads: Int, rounds: Int = 12) -> Double {
    let probe = PeakProbe(instructionSet, threads: threads)
    return (0..<rounds).map { _ in
      var operations = 0
      let time = seconds { operations = probe.run(40_000) }
      return Double(operations) / time / 1e9
    }.max() ?? 0
  }
}
