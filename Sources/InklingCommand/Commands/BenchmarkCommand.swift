import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
import InklingMeasuring
import InklingTraining

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Measure how fast this machine trains and predicts.",
    discussion: """
      Measures training epochs of the classic network with one and two threads and each instruction set, predictions, \
      memory, start-up time, the recipe sprint and every kernel, in rounds and in turn, against the machine's own peak of multiply-adds. \
      With --peer, PyTorch is measured in the same rounds.

      Examples:
        inkling benchmark --quick
        inkling benchmark --model-file runs/digits/model.safetensors
        inkling benchmark --rounds 5 --peer .peer/bin/python --markdown table.md
      """)

  @OptionGroup(title: "Data") var data: DataOptions
  @Flag(help: "Print one JSON object instead of text.")
  var json = false
  @Flag(help: "Measure in seconds instead of minutes, with less certain figures.")
  var quick = false
  @Option(
    help: ArgumentHelp(
      "Measure only how fast this model's file opens, answers and is written in each format.", valueName: "file"),
    completion: .file())
  var modelFile: String?
  @Option(help: ArgumentHelp("How often everything is measured.", valueName: "number"))
  var rounds: Int?
  @Option(
    help: ArgumentHelp("A Python with torch, to be measured beside Inkling.", valueName: "program"),
    completion: .file())
  var peer: String?
  @Option(
    help: ArgumentHelp("The script that measures PyTorch.", valueName: "file"), completion: .file(extensions: ["py"]))
  var peerScript = "Benchmarks/pytorch_peer.py"
  @Option(help: ArgumentHelp("Write the README's table here.", valueName: "file"), completion: .file())
  var markdown: String?

  func validate() throws {
    try requirePaths(
      ("--model-file", modelFile), ("--peer", peer), ("--peer-script", peerScript), ("--markdown", markdown))
    if let rounds, rounds < 1 { throw ValidationError("--rounds must be at least 1, not \(rounds).") }
  }

  func run() throws {
    let set = try ComputeOptions.instructionSet()
    if let modelFile {
      let timing = try ModelFileBenchmark(path: modelFile, instructionSet: set).run()
      return try Output.result(json ? JSONText.encode(timing) : ModelFileTimingText(timing: timing).text)
    }
    let source = try data.source(or: "mnist")
    if let markdown { try ModelOutput.require(markdown, than: source.inputs + [peerScript]) }
    // Before any other process looks for it in vain.
    _ = try source.locate()
    // Other processes first, while this one is small: a child's memory counts from its parent's.
    let outside = try OutsideBenchmark(source, set).run()
    let peer = try peer.map { python in try PeerProcess(python: python, script: peerScript, source: source).figures }
    let sprint = try SprintBenchmark(source: source, peer: peer).run()
    let dataset = try source.load()
    let images = BenchmarkData(
      trainImages: dataset.train.images, trainTargets: dataset.train.targets, testImages: dataset.test.images,
      testLabels: dataset.test.labels)
    let benchmark = Benchmark(
      data: images, instructionSet: set, rounds: rounds ?? (quick ? 1 : 5),
      peer: peer, progress: { Output.note($0) })
    var report = try benchmark.run(dataset: source.name)
    report.trainingPeakMegabytes = outside.trainingPeakMegabytes
    report.predictMilliseconds = outside.predictMilliseconds
    report.modelFile = outside.modelFile
    report.sprint = sprint
    report.augmentation = try AugmentationTiming.measure(
      AugmentedImages(.digits, of: dataset.train, seed: 0), images, set, rounds: benchmark.rounds)
    if let markdown { try DurableFile.write(Array(report.markdown.utf8), to: markdown) }
    try Output.result(json ? JSONText.encode(report) : report.markdown + "\n" + KernelTimingText(report).text)
  }
}
