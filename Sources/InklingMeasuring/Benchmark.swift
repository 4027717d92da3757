package import InklingEngine
import InklingFiles

/// The engine's benchmark: every figure measured in turn, round by round.
package struct Benchmark {
  package let data: BenchmarkData
  package let instructionSet: InstructionSet
  package let rounds: Int
  /// Runs the peer in one of its modes ("written", "best", "infer", "large"), if there is one.
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
    /// Images a second of training the other networks, and the peer on the large one.
    var other = 0.0
    var large = 0.0
    var plain = 0.0
    var normalized = 0.0
    var peerLarge = Double.nan
    var version = ""
  }

  /// Networks beside the classic one, on two threads.
  private struct Networks {
    let other: NetworkTimer
    let large: NetworkTimer
    let plain: NetworkTimer
    let normalized: NetworkTimer

    init(_ set: InstructionSet) throws {
      other = try NetworkTimer(OtherNetwork(), [3, 20, 24], threads: 2, set, passes: 10)
      large = try NetworkTimer(LargeNetwork(), [1, 28, 28], threads: 2, set, passes: 1)
      plain = try NetworkTimer(LeNet(), [1, 28, 28], threads: 2, set, passes: 20)
      normalized = try NetworkTimer(NormalizedLeNet(), [1, 28, 28], threads: 2, set, passes: 20)
    }
  }

  /// Measures everything but what needs other processes of our own.
  package func run(dataset: String) throws -> BenchmarkReport {
    let timers = try [1, 2].map { try EpochTimer(data, threads: $0, instructionSet) }
    let others = try InstructionSet.available.filter { $0 != instructionSet }.map {
      ($0, try EpochTimer(data, threads: 2, $0))
    }
    let inference = try [1, 2].map { try InferenceTimer(data, threads: $0, instructionSet) }
    let networks = try Networks(instructionSet)
    for timer in timers { _ = timer.time() }
    let results = try (1...rounds).map { number in
      progress("round \(number) of \(rounds)")
      return try round(timers, others, inference, networks)
    }
    progress("kernels")
    let peak = PeakRate.gigaflops(instructionSet, threads: 1)
    let kernels = timers[0].kernels(peak: peak)
    return report(
      dataset, results, timers, single: inference[0].singleMicroseconds(), networks, kernels)
  }

  private func round(
    _ timers: [EpochTimer], _ others: [(InstructionSet, EpochTimer)], _ inference: [InferenceTimer],
    _ networks: Networks
  ) throws -> Round {
    var round = Round()
    for (index, timer) in timers.enumerated() {
      round.peak.append(PeakRate.gigaflops(instructionSet, threads: index + 1))
      round.epoch.append(timer.time())
    }
    for (set, timer) in others { round.kernels[set.rawValue] = timer.time() }
    round.inference = inference.map { timer in median((0..<7).map { _ in timer.imagesPerSecond() }) }
    round.other = networks.other.imagesPerSecond()
    round.large = networks.large.imagesPerSecond()
    round.plain = networks.plain.imagesPerSecond()
    round.normalized = networks.normalized.imagesPerSecond()
    try measure(peer, &round)
    return round
  }

  private func measure(_ peer: ((String) throws -> PeerFigures)?, _ round: inout Round) throws {
    guard let peer else { return }
    progress("  peer as people write it")
    let written = try peer("written")
    progress("  peer at its best")
    let best = try peer("best")
    let infer = try peer("infer")
    round.peerLarge = try peer("large").imagesPerSecond ?? .nan
    round.written = median(written.epochSeconds ?? [])
    round.best = median(best.epochSeconds ?? [])
    round.peerInference = infer.imagesPerSecond ?? .nan
    round.peerSingle = infer.singleMicroseconds ?? .nan
    round.version = best.torch
  }

  private func report(
    _ dataset: String, _ rounds: [Round], _ timers: [EpochTimer], single: Double, _ networks: Networks,
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
        timesInference: middle { $0.inference[1] / $0.peerInference }, largeImagesPerSecond: middle(\.peerLarge),
        timesLarge: middle { $0.large / $0.peerLarge })
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
      shareOfPeakTwoThreads: middle { flops / $0.epoch[1] / $0.peak[1] },
      otherNetworkShareOfPeak: middle { $0.other * networks.other.operationsPerImage / 1e9 / $0.peak[1] },
      largeNetwork: middle(\.large),
      largeNetworkShareOfPeak: middle { $0.large * networks.large.operationsPerImage / 1e9 / $0.peak[1] },
      shareWithBatchNormalization: middle { $0.normalized / $0.plain },
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
