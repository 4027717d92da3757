import InklingEngine
import InklingFiles
import InklingRandomness
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Bad recipes: each is refused before anything runs, with the key, the line and the nearest valid name.
@Suite struct RecipeFaultTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ text: String, _ settings: [RecipeSetting] = []) throws -> InputError? {
    try DurableFile.write(Array(text.utf8), to: folder.file("bad.yaml"))
    return inputError { () throws(InputError) in _ = try LoadedRecipe(folder.file("bad.yaml"), settings: settings) }
  }

  static let singles: [(text: String, sentence: String)] = [
    ("epochs: 3\nbatchsize: 3", "line 2: batchsize is not a known key; did you mean batch_size?"),
    (
      "optimizer:\n  name: sgd\n  lerning_rate: 1",
      "line 3: optimizer.lerning_rate is not a known key; did you mean learning_rate?"
    ),
    ("optimizer: addam", "line 1: optimizer.name is unknown: found addam; did you mean adam?"),
    (
      "optimizer: {name: adam, momentum: 0.9}",
      "line 1: optimizer.momentum is not a known key; valid are name, learning_rate, betas"
    ),
    ("epochs: ten", "line 1: epochs is of the wrong type: expected a whole number from 1 to 16777215, found ten"),
    ("epochs: 2.5", "line 1: epochs is of the wrong type"), ("epochs: \"3\"", "line 1: epochs is of the wrong type"),
    ("epochs: 0", "line 1: epochs is out of range: expected a whole number from 1 to 16777215, found 0"),
    ("epochs: [3]", "line 1: epochs is of the wrong type"), ("seed: -1", "line 1: seed is of the wrong type"),
    ("batch_size: 99999999999999999999", "line 1: batch_size is of the wrong type"),
    (
      "optimizer: {learning_rate: 0}",
      "line 1: optimizer.learning_rate is out of range: expected a number above 0 and at most 1000, found 0"
    ),
    ("optimizer: {learning_rate: nan}", "line 1: optimizer.learning_rate is of the wrong type"),
    ("optimizer: {name: adam, betas: [0.9, 1.0]}", "line 1: optimizer.betas is out of range"),
    ("optimizer: {name: adam, betas: [0.9]}", "line 1: optimizer.betas should be two numbers"),
    ("optimizer: {nesterov: true}", "line 1: optimizer.nesterov needs a momentum above 0 and no dampening"),
    ("loss: [cross_entropy, mse]", "line 1: loss should be one, but is a list of 2: a run has one loss"),
    ("loss:\n  name: [cross_entropy, mse]", "line 2: loss.name should be one, but is a list of 2: a run has one loss"),
    ("loss: cross_entropie", "line 1: loss.name is unknown: found cross_entropie; did you mean cross_entropy?"),
    (
      "schedule: {name: reduce_on_plateau, interval: step}",
      "line 1: schedule.interval must be epoch: reduce_on_plateau looks at what an epoch has reached"
    ),
    (
      "schedule: {name: reduce_on_plateau, monitor: validation_loss}",
      "line 1: schedule.monitor needs data.validation: nothing is kept for validation_loss"
    ),
    (
      "data: {validation: {fold: 6, folds: 5}}",
      "line 1: data.validation.fold is out of range: expected a whole number from 1 to 5, found 6"
    ),
    ("data: {validation: {fold: 1}}", "line 1: data.validation.folds is missing"),
    ("selection: {monitor: training_loss}", "line 1: selection.monitor is unknown: found training_loss"),
    ("loss: {label_smoothing: 1}", "line 1: loss.label_smoothing is out of range"),
    ("loss: {class_weights: [1, 2]}", "line 1: loss.class_weights should be one for each of 10 classes, but are 2"),
    ("loss: {class_weights: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}", "line 1: loss.class_weights has no weight above 0"),
    (
      "data: {dataset: birds-of-mine}",
      "emnist-mnist and 5 more, or the path of a folder or file that is there"
    ),
    ("data: {dataset: minst}", "line 1: data.dataset is unknown: found minst; did you mean mnist?"),
    ("data: {validation: 1.5}", "line 1: data.validation is out of range"),
    ("data: {validation: 0}", "line 1: data.validation is out of range"),
    ("augmentation: digit", "line 1: augmentation is no preset: found digit; did you mean digits?"),
    (
      "augmentation:\n  - random_afine",
      "line 2: augmentation.0 is no transform: found random_afine; did you mean random_affine?"
    ),
    (
      "augmentation:\n  - random_affine:\n      degrees: 400",
      "line 3: augmentation.0.random_affine.degrees is out of range: expected two numbers in rising order from -180 to 180"
    ),
    ("augmentation: [{mixup: {alpa: 1}}]", "line 1: augmentation.0.mixup.alpa is not a known key; did you mean alpha?"),
    (
      "augmentation:\n  - mixup\n  - random_crop: {padding: 2}",
      "line 3: augmentation.1 stands behind mixup: random_crop must come before it"
    ),
    ("schedule: {warm_up: {steps: 2, start_factor: 0}}", "line 1: schedule.warm_up.start_factor is out of range"),
    ("schedule: {warm_up: {epochs: 2, start_factor: 0.0}}", "line 1: schedule.warm_up.start_factor is out of range"),
    ("fine_tuning: {from: \"\"}", "line 1: fine_tuning.from is empty"),
    ("data: {split_seed: 3}", "line 1: data.split_seed needs data.validation"),
    ("schedule: {name: step}", "line 1: schedule.step_size is missing"),
    ("schedule: {name: cosign}", "line 1: schedule.name is unknown: found cosign; did you mean cosine?"),
    (
      "epochs: 5\nschedule:\n  name: step\n  step_size: 6",
      "line 4: schedule.step_size is not reached in the run: expected at most 4 epochs, found 6"
    ),
    (
      "epochs: 5\nschedule: {name: multi_step, milestones: [2, 9]}",
      "line 2: schedule.milestones is not reached in the run"
    ),
    // The last epoch has the number 4 for a schedule.
    (
      "epochs: 5\nschedule: {name: multi_step, milestones: [2, 5]}",
      "line 2: schedule.milestones is not reached in the run: expected at most 4 epochs, found 5"
    ),
    (
      "epochs: 5\nschedule: {name: step, step_size: 3, warm_up: {epochs: 2}}",
      "line 2: schedule.step_size is not reached in what the warm-up leaves of the run: expected at most 2 epochs"
    ),
    (
      "epochs: 5\nschedule: {name: multi_step, milestones: [2, 4], warm_up: {epochs: 3}}",
      "line 2: schedule.milestones lies in the warm-up: expected at least 3, found 2"
    ),
    (
      "epochs: 5\nschedule: {name: linear, interval: epoch, total_iters: 5, warm_up: {epochs: 1}}",
      "line 2: schedule.total_iters is longer than what the warm-up leaves of the run: expected at most 4 epochs, found 5"
    ),
    (
      "schedule: {name: cosine, warm_up: {epochs: 1, start_factor: 0}}",
      "line 1: schedule.warm_up.start_factor is out of range"
    ),
    ("schedule: {name: multi_step, milestones: [4, 2]}", "line 1: schedule.milestones should rise"),
    ("epochs: 5\nschedule: {name: cosine, interval: epoch, t_max: 6}", "line 2: schedule.t_max is longer than the run"),
    (
      "epochs: 1\nschedule: {name: cosine, warm_up: {epochs: 2}}",
      "line 2: schedule.warm_up.epochs is longer than the run"
    ),
    (
      "schedule: {name: cosine, warm_up: {epochs: 1, steps: 5}}",
      "line 1: schedule.warm_up.epochs is impossible beside steps"
    ),
    (
      "schedule: {name: one_cycle, warm_up: {epochs: 1}}\noptimizer: adam",
      "line 1: schedule.warm_up is impossible here"
    ),
    ("schedule: one_cycle", "line 1: schedule.cycle_momentum needs a momentum, which sgd has not here"),
    ("clipping: {norm: 1, value: 1}", "line 1: clipping.value is impossible beside norm"),
    ("clipping: {}", "line 1: clipping.norm is missing"), ("accumulation: 0", "line 1: accumulation is out of range"),
    ("averaging: {name: ema, decay: 1}", "line 1: averaging.decay is out of range"),
    ("averaging: [ema, swa]", "line 1: averaging should be one, but is a list of 2"),
    ("epochs: 3\naveraging: {name: swa, from_epoch: 4}", "line 2: averaging.from_epoch is after the run's end"),
    (
      "selection: {monitor: test_accuracy}\ndata: {validation: 9}",
      "line 1: selection.monitor is unknown: found test_accuracy"
    ),
    ("selection:\n  patience: 3", "line 2: selection.patience needs data.validation"),
    ("fine_tuning: {replace_head: true}", "line 1: fine_tuning.replace_head needs 'from'"),
    ("fine_tuning: {unfreeze_at: [{epoch: 2, patterns: a}]}", "line 1: fine_tuning.unfreeze_at needs 'freeze'"),
    (
      "epochs: 3\nfine_tuning:\n  freeze: conv1\n  unfreeze_at: [{epoch: 9, patterns: conv1}]",
      "line 4: fine_tuning.unfreeze_at.0.epoch is after the run's end"
    ),
    ("ensemble: {members: 3, seeds: [1, 2]}", "line 1: ensemble.seeds should be one for each of 3 members"),
    ("ensemble: {seeds: [1, 1]}", "line 1: ensemble.seeds should all be different"),
    ("ensemble: {members: 2, models: [tiny]}", "line 1: ensemble.models should be one for each of 2 members"),
    (
      "ensemble:\n  members: 2\n  models:\n    - tiny\n    - tinny",
      "line 5: ensemble.models.1 is unknown: found tinny; did you mean tiny?"
    ),
    (
      "ensemble:\n  members: 2\n  models:\n    - tiny\n    - layers:\n        - conv: {out: 2}",
      "line 6: ensemble.models.1.layers.0"
    ),
    (
      "evaluation: {views: [shifts, rotation]}",
      "line 1: evaluation.views is unknown: found rotation; did you mean rotations?"
    ),
    ("ensemble: {members: 1}", "line 1: ensemble.members is out of range"),
    ("model: lennet", "line 1: model is unknown: found lennet; did you mean lenet?"),
    ("model: nowhere.yaml", "line 1: model cannot be read:"),
    (
      "model: tiny\nbatch_size: 1",
      "line 2: batch_size is too small for batch normalisation: expected at least 2 images, found 1"
    ),
    (
      "data: {dataset: emnist-letters}\nmodel:\n  layers:\n    - flatten\n    - linear: 10",
      "line 5: model.layers.1 does not fit emnist-letters, which has more classes than the head has"
    ),
    ("model:\n  layers:\n    - conv: {out: 3, kernle: 2}", "line 3: model.layers.0.conv.kernel is missing"),
    ("- 1", "line 1: the document should have keys"),
  ]

  @Test(arguments: singles)
  func eachFaultHasItsKeyAndLine(text: String, sentence: String) throws {
    let error = try fault(text)
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
    #expect(error?.description.contains("bad.yaml") == true)
  }

  @Test func allFaultsAreSaidAtOnceInTheOrderOfTheLines() throws {
    let error = try fault("seed: x\nepochs: 0\noptimizer: {lr: 1}\nbatch: 1")
    let lines = try #require(error?.description.split(separator: "\n"))
    #expect(lines.count == 5)
    #expect(lines[0].hasSuffix("bad.yaml has 4 faults:"))
    #expect(lines.dropFirst().map { $0.prefix(8) } == ["  line 1", "  line 2", "  line 3", "  line 4"])
  }

  @Test(arguments: [
    ("data.validaton=", "validation"), ("epohcs=", "epochs"), ("selection.patence=", "patience"),
    ("optimizer.lr=", nil), ("nothing.at.all=", nil), ("schedule.warm_up.epoch=", "epochs"),
    ("augmentation=", ""), ("selection.patience=", ""), ("data.validation=", ""), ("optimizer.momentum=", ""),
    ("fine_tuning.from=", ""), ("schedule.warm_up.epochs=", ""), ("ensemble.seeds=", ""),
  ])
  func aKeyThatIsTakenAwayMustBeOne(setting: String, nearest: String?) throws {
    let error = try fault("epochs: 3", [RecipeSetting(setting)])
    guard nearest != "" else { return #expect(error == nil, "\(String(describing: error))") }
    #expect(error?.description.contains("--set \(setting): ") == true, "\(String(describing: error))")
    #expect(error?.description.contains("is not a known key; ") == true)
    if let nearest { #expect(error?.description.contains("did you mean \(nearest)?") == true) }
  }

  @Test func aSettingIsNamedInPlaceOfALine() throws {
    let error = try fault("epochs: 3", [RecipeSetting("optimizer.lerning_rate=3")])
    #expect(
      error?.description.contains("--set optimizer.lerning_rate=3: optimizer.lerning_rate is not a known key") == true)
  }

  @Test func anUnknownRecipeNamesTheNearest() {
    let error = inputError { () throws(InputError) in _ = try LoadedRecipe("sprnt") }
    #expect(error?.kind == .usage)
    #expect(error?.remedy == "did you mean sprint?")
    #expect(inputError { () throws(InputError) in _ = try LoadedRecipe("no/such.yaml") }?.kind == .missing)
  }

  @Test func everyKeyIsToldFromItsMisspelling() throws {
    for name in LoadedRecipe.names {
      let text = try #require(LoadedRecipe.text(of: name))
      let lines = text.split(separator: "\n").map(String.init)
      for (index, line) in lines.enumerated() {
        guard let colon = line.firstIndex(of: ":"), let letter = line.firstIndex(where: \.isLetter), letter < colon
        else {
          continue
        }
        var changed = lines
        changed[index].insert("x", at: letter)
        #expect(try fault(changed.joined(separator: "\n")) != nil, "\(name): \(changed[index])")
      }
    }
  }

  /// Recipes with random bytes changed, put in or taken out: each is a recipe or an error, and nothing traps.
  @Test func spoiltRecipesAreRecipesOrErrors() throws {
    let marks = Array("[]{}:-0.9e#\"'\n &*!|>%@`".utf8)
    var refused = 0
    for sample in 0..<400 {
      var generator = CounterGenerator(seed: 3, purpose: .drawing, sample: sample)
      let name = LoadedRecipe.names[generator.below(LoadedRecipe.names.count)]
      var bytes = Array(try #require(LoadedRecipe.text(of: name)).utf8)
      for _ in 0...generator.below(4) {
        let place = generator.below(bytes.count)
        switch generator.below(3) {
        case 0: bytes[place] = UInt8(generator.below(256))
        case 1: bytes.insert(marks[generator.below(marks.count)], at: place)
        default: bytes.remove(at: place)
        }
      }
      try DurableFile.write(bytes, to: folder.file("spoilt.yaml"))
      let error = inputError { () throws(InputError) in
        let loaded = try LoadedRecipe(folder.file("spoilt.yaml"))
        try loaded.requireFit(trainingCount: 60_000, input: [1, 28, 28], classes: 10)
      }
      if error != nil { refused += 1 }
    }
    #expect(refused > 100)
  }
}
