import Files
import Inkling

/// The engine's benchmark: every figure measured in turn, round by round.
package struct Benchmark {
  package let data: BenchmarkData
  package let instructionSet: InstructionSet
  package let rounds: Int
  /// Runs the peer in one of its modes ("written", "best", "infer"), if there is one.
  package let peer: ((String) throws -> PeerFigures)?
  package let progress: (String) -> Void

  package init(
    data: BenchmarkData, instructionSet: InstructionSet, rounds: Int, peer: ((String) throws -> PeerFigures)?,
    progress: @escaping (String) -> Void
  ) {
    self.data = data
    self.instructionSet = instructionSet
    self.rounds = rounds
    self.peer = peer
    self.progress = progress
  }

  private struct Round {
    var peak: [Double] = []
    var epoch: [Double] = []
    var kernels: [String: Double] = [:]
    var written = Double.nan
    var best = Double.nan
    var inference: [Double] = []
    var peerInference = Double.nan
    var peerSingle = Double.nan
    var version = ""
  }

  /// Measures everything but what needs other processes of our own.
  package func run(dataset: String) throws -> BenchmarkReport {
    let timers = try [1, 2].map { try EpochTimer(data, threads: $0, instructionSet) }
    let others = try InstructionSet.available.filter { $0 != instructionSet }.map {
      ($0, try EpochTimer(data, threads: 2, $0))
    }
    let inference = try [1, 2].map { try InferenceTimer(data, threads: $0, instructionSet) }
    for timer in timers { _ = timer.time() }
    let results = try (1...rounds).map { number in
      progress("round \(number) of \(rounds)")
      return try round(timers, others, inference)
    }
    progress("kernels")
    let peak = PeakRate.gigaflops(instructionSet, threads: 1)
    let kernels = timers[0].kernels(peak: peak)
    let other = try OtherNetworkTiming.gigaflops(threads: 2, instructionSet, rounds: rounds)
    let large = try OtherNetworkTiming.large(threads: 2, instructionSet, rounds: rounds)
    progress("large network: \(large) GFLOP/s")
    let otherPeak = PeakRate.gigaflops(instructionSet, threads: 2)
    return report(
      dataset, results, timers, single: inference[0].singleMicroseconds(), other: other / otherPeak, kernels)
  }

  private func round(
    _ timers: [EpochTimer], _ others: [(InstructionSet, EpochTimer)], _ inference: [InferenceTimer]
  ) throws -> Round {
    var round = Round()
    for (index, timer) in timers.enumerated() {
      round.peak.append(PeakRate.gigaflops(instructionSet, threads: index + 1))
      round.epoch.append(timer.time())
    }
    for (set, timer) in others { round.kernels[set.rawValue] = timer.time() }
    round.inference = inference.map { timer in median((0..<7).map { _ in timer.imagesPerSecond() }) }
    guard let peer else { return round }
    progress("  peer as people write it")
    let written = try peer("written")
    progress("  peer at its best")
    let best = try peer("best")
    let infer = try peer("infer")
    round.written = median(written.epochSeconds ?? [])
    round.best = median(best.epochSeconds ?? [])
    round.peerInference = infer.imagesPerSecond ?? .nan
    round.peerSingle = infer.singleMicroseconds ?? .nan
    round.version = best.torch
    return round
  }

  private func report(
    _ dataset: String, _ rounds: [Round], _ timers: [EpochTimer], single: Double, other: Double,
    _ kernels: [KernelTiming]
  ) -> BenchmarkReport {
    func middle(_ value: (Round) -> Double) -> Double { median(rounds.map(value)) }
    let flops = timers[0].gigaflops(seconds: 1)
    let names = rounds[0].kernels.keys
    let peer =
      rounds[0].version.isEmpty
      ? nil
      : BenchmarkReport.Peer(
        version: rounds[0].version, writtenSeconds: middle(\.written), bestSeconds: middle(\.best),
        imagesPerSecond: middle(\.peerInference), singleMicroseconds: middle(\.peerSingle),
        timesWritten: middle { $0.written / $0.epoch[1] }, timesBest: middle { $0.best / $0.epoch[1] },
        timesInference: middle { $0.inference[1] / $0.peerInference })
    return BenchmarkReport(
      dataset: dataset, kernels: instructionSet.rawValue, rounds: rounds.count, peakOneThread: middle { $0.peak[0] },
      peakTwoThreads: middle { $0.peak[1] }, epochOneThread: middle { $0.epoch[0] },
      epochTwoThreads: middle { $0.epoch[1] },
      epochByKernels: Dictionary(
        uniqueKeysWithValues: names.map { name in (name, middle { $0.kernels[name] ?? .nan }) }),
      speedupOfTwoThreads: middle { $0.epoch[0] / $0.epoch[1] }, speedupOfPeak: middle { $0.peak[1] / $0.peak[0] },
      timeRatios: Dictionary(
        uniqueKeysWithValues: names.map { name in (name, middle { ($0.kernels[name] ?? .nan) / $0.epoch[1] }) }),
      shareOfPeakOneThread: middle { flops / $0.epoch[0] / $0.peak[0] },
      shareOfPeakTwoThreads: middle { flops / $0.epoch[1] / $0.peak[1] }, otherNetworkShareOfPeak: other,
      inferenceOneThread: middle { $0.inference[0] }, inferenceTwoThreads: middle { $0.inference[1] },
      singleMicroseconds: single, trainingPeakMegabytes: nil, predictMilliseconds: nil, peer: peer,
      kernelTimings: kernels)
  }
}

/// What `Benchmarks/pytorch_peer.py` prints.
package struct PeerFigures: Sendable, Decodable {
  let torch: String
  let epochSeconds: [Double]?
  let imagesPerSecond: Double?
  let singleMicroseconds: Double?

  enum CodingKeys: String, CodingKey {
    case torch
    case epochSeconds = "epoch_seconds"
    case imagesPerSecond = "images_per_second"
    case singleMicroseconds = "single_microseconds"
  }
}
