import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct TrainCommandRecipeTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private func sha(_ arguments: [String], epochs: Int = 2) throws -> String? {
      let result = try sandbox.train(arguments, epochs: epochs)
      #expect(result.status == 0, "\(result.errors)")
      return try result.json()["weights_sha256"]?.string
    }

    @Test func classicGivesTheClassicBytes() throws {
      let plain = try sha(["--name", "plain"])
      #expect(plain != nil)
      #expect(try sha(["--name", "recipe", "--recipe", "classic"]) == plain)
      #expect(try sandbox.bytes("runs/plain/recipe.yaml") == sandbox.bytes("runs/recipe/recipe.yaml"))
      #expect(try sandbox.bytes("runs/plain/model.json") == sandbox.bytes("runs/recipe/model.json"))
      // What was saved is the same recipe again, flags included.
      #expect(try sha(["--name", "saved", "--recipe", "runs/recipe/recipe.yaml"]) == plain)
    }

    @Test func anotherNetworkIsTrainedUsedAndResumed() throws {
      let text = """
        model:
          name: small
          layers:
            - conv: {out: 4, kernel: 5}
            - max_pool: 2
            - relu
            - residual: [{conv: {out: 4, kernel: 3, padding: same}}, relu]
            - flatten
            - linear: classes
        optimizer: {name: sgd, learning_rate: 0.01, momentum: 0.9}
        epochs: 2
        batch_size: 32

        """
      try sandbox.write(Array(text.utf8), to: "small.yaml")
      let result = try sandbox.run(["train", "--data", "data", "--recipe", "small.yaml", "--name", "a", "--json"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try result.json()["parameters"]?.int == 104 + 148 + 5_770)
      #expect(try sandbox.run(["evaluate", "a", "--data", "data", "--json"]).json()["count"]?.int == 96)
      #expect(try sandbox.run(["predict", "a", "--data", "data", "--index", "3", "--json"]).status == 0)
      #expect(try sandbox.run(["summary", "a", "--json"]).json()["parameters"]?.int == 6_022)
      let more = try sandbox.run(["train", "--data", "data", "--resume", "a", "--epochs", "3", "--json"])
      #expect(try more.json()["epochs"]?.array?.count == 3, "\(more.errors)")
      let once = try sandbox.run(
        ["train", "--data", "data", "--recipe", "small.yaml", "--epochs", "3", "--name", "b", "--json"])
      #expect(try once.json()["weights_sha256"]?.string == more.json()["weights_sha256"]?.string)
      let saved = String(decoding: try sandbox.bytes("runs/a/recipe.yaml"), as: UTF8.self)
      #expect(saved.contains("epochs: 3\n"))
      #expect(saved.contains("- conv: {out: 4, kernel: 5}\n"))
    }

    @Test func optionsAndSettingsTakeTheRecipesPlace() throws {
      let arguments = ["--recipe", "classic", "--name", "a", "--set", "optimizer.weight_decay=0.001"]
      _ = try sha(arguments + ["--seed", "7", "--learning-rate", "0.02", "--batch-size", "16", "--no-shuffle"])
      let saved = String(decoding: try sandbox.bytes("runs/a/recipe.yaml"), as: UTF8.self)
      for line in ["seed: 7", "batch_size: 16", "  learning_rate: 0.02", "  weight_decay: 0.001", "  shuffle: false"] {
        #expect(saved.contains("\(line)\n"), "\(line) in \(saved)")
      }
    }

    @Test func aRecipeMayLookAtSeveralViewsOfEachTestImage() throws {
      let trained = try sandbox.train(["--name", "a", "--set", "evaluation.views=[shifts, scales]"], epochs: 1)
      let plain = try sandbox.run(["evaluate", "a", "--data", "data", "--json"]).json()
      let viewed = try sandbox.run(["evaluate", "a", "--data", "data", "--tta", "shifts,scales", "--json"]).json()
      let test = try #require(try trained.json()["test"]?.object, "\(trained.errors)")
      #expect(test["loss"] == viewed["loss"] && test["correct"] == viewed["correct"])
      #expect(test["loss"] != plain["loss"])
      let looks = String(decoding: try sandbox.bytes("runs/a/test-evaluations.log"), as: UTF8.self)
      #expect(looks.split(separator: "\n").first?.contains("\"views\":7") == true, "\(looks)")
      let arguments = ["train", "--data", "data", "--epochs", "1", "--set", "evaluation.views=shifts", "--name", "b"]
      let text = try sandbox.run(arguments).output
      #expect(text.contains("views     5 of each test image: as it is, shifts\n"))
      #expect(text.contains("evaluate runs/b --tta shifts --data data"))
    }

    static let refusals: [(arguments: [String], status: Int32, words: String)] = [
      (["--recipe", "sprnt"], 64, "did you mean sprint?"),
      (["--set", "epochs"], 64, "--set has another form"),
      (
        ["--set", "seed=5", "--seed", "3"], 64,
        "seed is given twice: expected one value, found --seed 3 and --set seed=5; leave one of them out."
      ),
      (["--set", "epochs=5", "--set", "epochs=6"], 64, "epochs is given twice"),
      (["--no-shuffle", "--set", "data.shuffle=true"], 64, "found --no-shuffle and --set data.shuffle=true"),
      (["--freeze", "conv1", "--set", "fine_tuning.freeze=[conv2]"], 64, "fine_tuning.freeze is given twice"),
      (["--dataset", "kmnist", "--set", "data={dataset: mnist}"], 64, "data.dataset is given twice"),
      (["--momentum", "0.5", "--set", "optimizer={momentum: 0.6}"], 64, "optimizer.momentum is given twice"),
      (["--set", "optimizer=adam", "--set", "optimizer.name=sgd"], 64, "optimizer.name is given twice"),
      (["--patience", "3", "--set", "selection="], 64, "selection.patience is given twice"),
      (["--recipe", "record", "--seed", "5"], 64, "--seed 5 changes nothing: expected a value for each member in"),
      (["--recipe", "record", "--model", "lenet"], 64, "--model lenet changes nothing"),
      (["--set", "model=none"], 64, "the recipe classic names no network"),
      (
        ["--set", "data.validaton="], 64,
        "--set data.validaton=: data.validaton is not a known key; did you mean validation?"
      ),
      (["--set", "epohcs="], 64, "epohcs is not a known key; did you mean epochs?"),
      (["--set", "selection.patence="], 64, "selection.patence is not a known key; did you mean patience?"),
      (["--set", "optimizer.betas="], 64, "optimizer.betas is not a known key"),
      (["--set", "schedule={name: cosine, warm_up: {steps: 2, start_factor: 0}}"], 64, "start_factor is out of range"),
      (["--set", "augmentation=[mixup, {random_crop: {padding: 2}}]"], 64, "augmentation.1 stands behind mixup"),
      (
        ["--set", "augmentation=[{gaussian_blur: {kernel_size: 57}}]"], 64,
        "augmentation.0 does not fit the images: gaussian_blur.kernel_size of the augmentation is too large"
      ),
      (
        ["--model", "bn.yaml", "--batch-size", "29"], 64,
        "--batch-size: batch_size leaves a last batch that is too small"
      ),
      (["--set", "epohcs=3"], 64, "--set epohcs=3: epohcs is not a known key; did you mean epochs?"),
      (["--recipe", "classic", "--epochs", "0"], 64, "--epochs: epochs is out of range"),
      (["--model", "lennet"], 64, "did you mean lenet?"),
      (
        ["--set", "schedule.name=reduce_on_plateau", "--set", "schedule.monitor=validation_loss"], 64,
        "schedule.monitor needs data.validation"
      ),
      (["--set", "batch_size=1000"], 64, "batch_size is larger than the training set: expected 1 to 320 images"),
      (["--from", "nothing"], 66, "there is no such run in runs/nothing"),
      (["--replace-head"], 64, "fine_tuning.replace_head needs 'from'"),
      (["--resume", "a", "--recipe", "classic"], 64, "A resumed run keeps its recipe"),
    ]

    /// A network whose batch normalisation finds one value a channel.
    private static let normalized = """
      layers:
        - flatten
        - linear: 4
        - batch_norm
        - linear: classes

      """

    @Test(arguments: refusals)
    func whatIsWrongIsRefusedBeforeARunIsMade(arguments: [String], status: Int32, words: String) throws {
      try sandbox.write(Array(Self.normalized.utf8), to: "bn.yaml")
      let result = try sandbox.run(["train", "--data", "data"] + arguments)
      #expect(result.status == status, "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(sandbox.entries("runs").isEmpty)
    }

    @Test func aKeyThatIsThereMayBeTakenAway() throws {
      for setting in ["optimizer.momentum=", "data.validation=", "selection.patience=", "description=", "ensemble="] {
        let result = try sandbox.train(["--recipe", "classic", "--set", setting], epochs: 1)
        #expect(result.status == 0, "\(result.errors)")
      }
    }

    @Test func aRunThatCannotStartLeavesNothing() throws {
      _ = try sha(["--name", "a"], epochs: 1)
      let file = "runs/a/weights-last.safetensors"
      var bytes = try sandbox.bytes(file)
      bytes.replaceSubrange((bytes.count - 4)..., with: [1, 0, 192, 255])
      try sandbox.write(bytes, to: file)
      let result = try sandbox.train(["--from", "a", "--name", "b"], epochs: 1)
      #expect(result.status == 65)
      #expect(result.lastError.contains("the weights are not all finite numbers in runs/a/weights-last.safetensors"))
      #expect(result.lastError.contains("found nan in fc3."), "\(result.lastError)")
      #expect(sandbox.entries("runs") == ["a"])
      let evaluated = try sandbox.run(["evaluate", "a", "--data", "data"])
      #expect(evaluated.status == 65 && evaluated.lastError.contains("found nan in fc3."))
    }

    @Test func weightsAreTakenFromARunAndAFile() throws {
      _ = try sha(["--name", "a", "--learning-rate", "0.01"], epochs: 3)
      let first = try sandbox.train(["--name", "b", "--from", "a", "--learning-rate", "0.0001"], epochs: 1)
      #expect(first.status == 0, "\(first.errors)")
      let file = try sandbox.train(
        [
          "--name", "c", "--from", "runs/a/weights-last.safetensors", "--model", "lenet", "--learning-rate", "0.0001",
        ], epochs: 1)
      #expect(try first.json()["weights_sha256"]?.string == file.json()["weights_sha256"]?.string, "\(file.errors)")
      let fresh = try sha(["--name", "d", "--learning-rate", "0.0001"], epochs: 1)
      #expect(try first.json()["weights_sha256"]?.string != fresh)
      #expect(sandbox.exists("runs/b/weights-start.safetensors"))
    }

    @Test func weightsOfAnotherModelAreRefusedTensorByTensor() throws {
      _ = try sha(["--name", "a"], epochs: 1)
      let before = sandbox.entries("runs")
      let result = try sandbox.train(["--from", "a", "--model", "sprint"], epochs: 1)
      #expect(result.status == 65)
      #expect(result.lastError.contains("the weights to start from belong to another model in runs/a/weights-last"))
      #expect(
        result.lastError.contains("fc3.bias, fc3.weight; misshapen conv1.weight [6, 1, 5, 5] instead of [5, 1, 5, 5]"))
      #expect(sandbox.entries("runs") == before)
    }
  }
}
