extension BenchmarkReport {
  /// The table that the README shows.
  package var markdown: String {
    var lines = [
      "| one epoch of the classic network (batch 64) | seconds | images/s | of the FMA peak |", "|---|---|---|---|",
    ]
    func epoch(_ name: String, _ seconds: Double, _ share: Double?) {
      let percent = share.map { "\(decimal($0 * 100, 0)) %" } ?? ""
      lines.append("| \(name) | \(decimal(seconds, 2)) | \(thousands(60_000 / seconds)) | \(percent) |")
    }
    if let peer {
      let flops = shareOfPeakTwoThreads * epochTwoThreads
      epoch("PyTorch \(peer.version) as people write it", peer.writtenSeconds, flops / peer.writtenSeconds)
      epoch("PyTorch \(peer.version) at its best, two threads", peer.bestSeconds, flops / peer.bestSeconds)
    }
    for (name, seconds) in epochByKernels.sorted(by: { $0.value > $1.value }) {
      epoch("Inkling, \(name), two threads", seconds, nil)
    }
    epoch("Inkling, \(kernels), one thread", epochOneThread, shareOfPeakOneThread)
    epoch("**Inkling, \(kernels), two threads**", epochTwoThreads, shareOfPeakTwoThreads)
    return (lines + ["", "| | Inkling | PyTorch |", "|---|---|---|"] + details).joined(separator: "\n") + "\n"
  }

  private var details: [String] {
    var rows: [String] = []
    func row(_ name: String, _ ours: String, _ theirs: String? = nil) {
      rows.append("| \(name) | \(ours) | \(theirs ?? "") |")
    }
    if let peer {
      row("times faster than PyTorch as written", decimal(peer.timesWritten, 1))
      row("times faster than PyTorch at its best", decimal(peer.timesBest, 1))
    }
    row("two threads over one", "\(decimal(speedupOfTwoThreads, 2)) (the peak itself: \(decimal(speedupOfPeak, 2)))")
    for (name, ratio) in timeRatios.sorted(by: { $0.value < $1.value }) {
      row("\(name)'s time over \(kernels)'s", decimal(ratio, 2))
    }
    row("a network nothing was tuned for, of the peak", "\(decimal(otherNetworkShareOfPeak * 100, 0)) %")
    row("the large network, of the peak", "\(decimal(largeNetworkShareOfPeak * 100, 0)) %")
    row(
      "the large network, images a second in training", thousands(largeNetwork),
      peer.map { thousands($0.largeImagesPerSecond) })
    if let peer { row("times faster than PyTorch at its best on it", decimal(peer.timesLarge, 1)) }
    row(
      "training with batch normalisation, of the images a second without",
      "\(decimal(shareWithBatchNormalization * 100, 0)) %")
    row(
      "predictions a second, two threads", thousands(inferenceTwoThreads), peer.map { thousands($0.imagesPerSecond) })
    row("one image alone, microseconds", decimal(singleMicroseconds, 0), peer.map { decimal($0.singleMicroseconds, 0) })
    if let sprint {
      row("`sprint`, from the start of the process to its end, seconds", decimal(sprint.wallSeconds, 2))
      row(
        "`sprint`, training alone, seconds", decimal(sprint.trainingSeconds, 2),
        sprint.peerSeconds.map { decimal($0, 2) })
      if let times = sprint.timesPeer { row("times faster than PyTorch on it", decimal(times, 1)) }
      row("`sprint`, test accuracy, mean of seeds 0 to 2", "\(decimal(sprint.accuracy * 100, 2)) %")
    }
    if let augmentation {
      row("augmentation (`digits`), images a second, one thread", thousands(augmentation.imagesPerSecond))
      row("training with it, of the images a second without", "\(decimal(augmentation.shareOfTraining * 100, 0)) %")
    }
    if let trainingPeakMegabytes { row("memory while training, MB", decimal(trainingPeakMegabytes, 0)) }
    if let predictMilliseconds { row("`inkling predict`, start to answer, ms", decimal(predictMilliseconds, 0)) }
    if let modelFile {
      row(
        "opening a model's file, golden inputs replayed, and `inkling predict` with it, ms",
        "\(decimal(modelFile.openMilliseconds, 1)), \(decimal(modelFile.predictMilliseconds, 0))")
      if let (format, milliseconds) = modelFile.slowestExport {
        row("exporting it, the slowest format (\(format)), ms", decimal(milliseconds, 0))
      }
    }
    row("FMA peak, one and two threads, GFLOP/s", "\(decimal(peakOneThread, 0)), \(decimal(peakTwoThreads, 0))")
    return rows
  }

  /// A number with so many decimals.
  private func decimal(_ value: Double, _ places: Int) -> String {
    guard abs(value) < 1e12 else { return "\(value)" }
    if value < 0 { return "-" + decimal(-value, places) }
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = Int((value * scale).rounded())
    if places == 0 { return "\(scaled)" }
    let digits = String(scaled % Int(scale) + Int(scale)).dropFirst()
    return "\(scaled / Int(scale)).\(digits)"
  }

  private func thousands(_ value: Double) -> String {
    guard abs(value) < 1e15 else { return "\(value)" }
    if value < 0 { return "-" + thousands(-value) }
    var digits = String(Int(value.rounded()))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits = String(digits.dropLast(3))
    }
    return ([digits] + groups).joined(separator: ",")
  }
}
