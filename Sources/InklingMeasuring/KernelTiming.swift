package import InklingEngine

/// How long one kernel call takes on one block, alone on one thread with its memory in cache.
package struct KernelTiming: Sendable, Codable {
  /// "conv2 input gradient".
  package let name: String
  /// Microseconds for one block of sixteen images (for an update: for the whole batch).
  package let microseconds: Double
  /// Floating-point operations a second, two for each multiply-add of the dense arithmetic; nil for a kernel that has none.
  package let gigaflops: Double?
  /// `gigaflops` over the peak of one thread.
  package let shareOfPeak: Double?
}

extension KernelTiming {
  /// Every kernel call of a training step, in order, the median of `rounds` samples each.
  package static func all(of program: TrainingProgram, peak: Double, rounds: Int = 15) -> [KernelTiming] {
    let images = Double(program.batchSize)
    let steps = program.stepDescriptions.enumerated().map { index, step in
      timing(step.label, step.multiplyAdds * 16, peak, rounds) { program.repeatStep(index, times: $0) }
    }
    let updates = program.updateDescriptions.enumerated().map { index, update in
      timing(update.label, Int(images) * update.multiplyAdds, peak, rounds) { program.repeatUpdate(index, times: $0) }
    }
    return steps + updates
  }

  private static func timing(
    _ name: String, _ multiplyAdds: Int, _ peak: Double, _ rounds: Int, _ run: (Int) -> Void
  ) -> KernelTiming {
    run(3)
    let once = max(seconds { run(3) } / 3, 1e-8)
    let times = max(1, Int(5e-4 / once))
    let time = median((0..<rounds).map { _ in seconds { run(times) } / Double(times) })
    let gigaflops = multiplyAdds > 0 ? Double(2 * multiplyAdds) / time / 1e9 : nil
    return KernelTiming(
      name: name, microseconds: time * 1e6, gigaflops: gigaflops, shareOfPeak: gigaflops.map { $0 / peak })
  }
}
