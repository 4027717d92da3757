import ArgumentParser
import InklingFiles
import InklingRecognition
import InklingTraining

#if Server
  import InklingStore
  import InklingTeaching
#endif

struct TeachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teach",
    abstract: "Teach a model what people corrected, and compare it before and after.",
    discussion: """
      A copy of the model learns from the corrections of a store, mixed with training images that it has seen before. Some \
      corrections are held out. What it has become is a version of its own, in a folder beside the store or the one that \
      -o names, and is used from then on unless the accuracy on the test set falls by more than --margin. No version is \
      ever lost: --use goes back. A model's file that was replaced, or is opened with other options, is the version in use. \
      A server that runs with the model follows within seconds.

      Without a model the built-in one is taught, or the version of it that is in use. A model is a run or a file of any \
      kind; what another program's file does not say, the options of predict say. Its versions are Inkling's files.

      Examples:
        inkling teach --store corrections.sqlite
        inkling teach letters.onnx --store corrections.sqlite --named letters --replay emnist-letters
        inkling teach runs/digits --store corrections.sqlite --replay mnist
        inkling teach --store corrections.sqlite --list
        inkling teach --store corrections.sqlite --use 1
      """)

  @Argument(
    help: ArgumentHelp("A run or a model's file of any kind. (default: the built-in model)"), completion: .file())
  var model: String?
  @Option(help: ArgumentHelp("The store of corrections.", valueName: "file"), completion: .file())
  var store: String
  @Option(
    help: ArgumentHelp(
      "Only corrections of the model that was served under this name. (default: all that fit)", valueName: "name"))
  var named: String?
  @Option(
    help: ArgumentHelp(
      "The data set whose images are shown again. (default: the model's own, or else MNIST, or drawn digits)",
      valueName: "name or path"))
  var replay: String?
  @Option(
    help: ArgumentHelp("The folder that holds the data set's own folder, such as mnist/.", valueName: "folder"),
    completion: .directory)
  var data: String?
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder of the versions. (default: the model's or the store's name, and .versions)"),
    completion: .directory)
  var output: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How much of what was learned is taken, above 0 to 1. (default: what forgets nearly nothing)", valueName: "share")
  )
  var weightShare: Double?
  @Flag(help: "Use the taught model whatever the test set says.")
  var force = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("By how many points the accuracy on the test set may fall.", valueName: "points"))
  var margin = 0.1
  @Option(parsing: .unconditional, help: "What the orders and all that is random follow from.")
  var seed: UInt64 = 0
  @Flag(help: "List the versions, and teach nothing.")
  var list = false
  @Option(parsing: .unconditional, help: ArgumentHelp("Use this version, and teach nothing.", valueName: "version"))
  var use: Int?
  @OptionGroup(title: "Models") var opening: ModelOptions
  @OptionGroup(title: "Computing") var compute: ComputeOptions
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws {
    try requirePaths(
      ("the model", model), ("--store", store), ("--named", named), ("--replay", replay), ("--data", data),
      ("--output", output))
    guard margin >= 0, margin <= 100 else { throw ValidationError("--margin is out of range: expected 0 to 100.") }
    guard (weightShare ?? 1) > 0, (weightShare ?? 1) <= 1 else {
      throw ValidationError("--weight-share is out of range: expected above 0 to 1.")
    }
    if list, use != nil { throw ValidationError("--list and --use cannot be given together.") }
  }

  #if Server
    func run() throws {
      let folder = output ?? ModelVersions.folder(beside: owner)
      if list || use != nil {
        // Where nothing says which version is used, who says it mends that.
        let versions = try ModelVersions(folder: folder, isToBeChosen: use != nil)
        if output == nil { try versions.requireOwner(owner) }
        return try answer(versions)
      }
      let store = try CorrectionStore(path: store, isReadOnly: true)
      let corrections = try store.newest(TeachingOptions().mostCorrections, model: named)
      // It is not held while the model learns.
      try store.close()
      guard !corrections.isEmpty else {
        throw InputError(
          .missing, named == nil ? "the store has no corrections" : "the store has no corrections of this model",
          path: self.store, found: named, remedy: "correct the model's answers first")
      }
      let isNew = !FileStatus.isThere("\(folder)/current")
      let versions = try versions(in: folder)
      do {
        try teach(versions, corrections)
      } catch {
        // Where nothing was taught the folder says nothing.
        if isNew { versions.removeUnused() }
        throw error
      }
    }

    /// Lists the versions, after one was made the one in use.
    private func answer(_ versions: ModelVersions) throws {
      var given: TrainedModel?
      do {
        given = try original()
      } catch {
        if use != nil { throw error }
        // What is kept is listed also where the model's file is gone.
        Output.note("note: which version answers is not known, for the model cannot be opened: \(error)")
      }
      if let use, let given { try versions.use(use, of: given) }
      var used: Int? = try versions.current
      if let given { used = try versions.used(of: given) }
      try Output.result(TeachingText.text(of: versions, used: used, json: json))
    }

    private func teach(_ versions: ModelVersions, _ corrections: [StoredCorrection]) throws {
      let current = try versions.current
      try versions.requireIntact(current)
      let teacher = Teacher(try versions.open(current), corrections, options: options)
      StopSignals.install()
      var bar = ProgressBar()
      defer { bar.clear() }
      let result = try teacher.teach { event in
        if StopSignals.isStopRequested { teacher.stop() }
        switch event {
        case .started(let plan):
          bar.clear()
          for note in plan.notes { Output.note("note: \(note)") }
        case .learning(let progress):
          bar.draw(progress.share, before: "learning", after: "loss \(progress.loss.fixed(4))")
        case .comparing(let name): bar.draw(1, before: "comparing", after: name)
        case .finished: bar.clear()
        }
      }
      let version = try versions.add(result)
      try Output.result(
        json ? JSONText.encode(result.report) : TeachingText.text(of: result.report, version, from: current))
    }

    private var options: TeachingOptions {
      var options = TeachingOptions()
      options.replay = replay
      options.dataFolder = data
      options.seed = seed
      options.margin = margin / 100
      options.weightShare = weightShare
      options.isForced = force
      options.threads = compute.threads
      return options
    }

    /// Whose versions they are.
    private var owner: String { model.map(opening.path) ?? store }

    /// The versions, which follow the model's file.
    private func versions(in folder: String) throws -> ModelVersions {
      let given = try original()
      let before = try FileStatus.isThere("\(folder)/current") ? ModelVersions(folder: folder).current : nil
      let versions = try ModelVersions(folder: folder, original: given, of: output == nil ? owner : nil)
      let now = try versions.current
      if let before, before != now {
        Output.note(
          "note: the model's file, or what the options say of it, is not the one that version \(before) was taught from: it is "
            + "version \(now), which is taught now; the others are kept")
      }
      return versions
    }

    /// The model before any teaching.
    private func original() throws -> TrainedModel {
      guard let model else {
        try opening.refuseForBuiltIn()
        return try EmbeddedModel.load(instructionSet: ComputeOptions.instructionSet())
      }
      let opened = try opening.open(model)
      // Before a folder is made for its versions.
      try opened.requireTeachable()
      return opened
    }
  #else
    func run() throws { throw ServerTrait.missing }
  #endif
}
