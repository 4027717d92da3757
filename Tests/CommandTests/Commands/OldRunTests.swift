import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import InklingTraining
import Testing

extension CommandTests {
  /// Run folders of the first format, in which the recipe's values stood twice. `Tests/References/OldRuns/make.sh` made
  /// them with the last program that wrote it, and says what that program made of them.
  @Suite struct OldRunTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox(nil)
      let old = Goldens.packageRoot + "/Tests/References/OldRuns"
      try FileManager.default.copyItem(atPath: old + "/folders", toPath: sandbox.file("runs"))
      for name in ["small.yaml", "mixed.yaml", "space.yaml"] {
        try FileManager.default.copyItem(atPath: old + "/" + name, toPath: sandbox.file(name))
      }
    }

    struct Old: Sendable, CustomTestStringConvertible {
      let run: String
      /// After four epochs, with kernels that round a multiply-add once.
      let sha256: String
      let loss: Double
      /// Right answers on the test set; nil where it is left alone.
      let correct: Int?

      var testDescription: String { run }
    }

    static let old = [
      Old(
        run: "classic", sha256: "e4743e294629a7ceee741c4f8c1e6258620667009754358e445b59623a84e9e6",
        loss: 2.189335049688816, correct: 628),
      Old(
        run: "recipe", sha256: "434e70d286023564d8442135f10a97393515f2a9efd1a3a71846a8737ac407c7",
        loss: 2.0600632528464, correct: 701),
      Old(
        run: "fold-fold-1", sha256: "f0a692ffc9a7f6a9083c1ce3c8344626d1e58e8bbfebce4d72829db74ea0c50f",
        loss: 2.329593312740326, correct: nil),
      Old(
        run: "fine-tuning", sha256: "ec22b4c1211e8a08d8a6655a630f147433eccb65962e1334bff16a1a3a4f7b12",
        loss: 1.1148294061422348, correct: 110),
      Old(
        run: "tune/trials/trial-0", sha256: "30c71e96ac29559539dfdb65431cd6b6b7218427ab5b00b5af2513bd08dce74a",
        loss: 2.0753738542397815, correct: 771),
    ]

    @Test(arguments: old)
    func isEvaluatedAndGoneOnWithExactly(_ old: Old) throws {
      let path = "runs/\(old.run)"
      let before = try RunFolder.configuration(at: sandbox.file(path))
      #expect(try before.recipe == LoadedRecipe(sandbox.file("\(path)/recipe.yaml")).recipe)
      #expect(try sandbox.run(["evaluate", path]).status == 0)
      let refused = try sandbox.run(["train", "--resume", path, "--learning-rate", "0.5"])
      #expect(refused.status == 65 && refused.lastError.contains("found --learning-rate 0.5"), "\(refused.errors)")
      let resumed = try sandbox.run(["train", "--resume", path, "--epochs", "4", "--threads", "1", "--json"])
      let report = try resumed.json()
      #expect(resumed.status == 0, "\(resumed.errors)")
      let last = try #require(report["epochs"]?.array?.last?.object?["loss"]?.double)
      #expect(abs(last - old.loss) < 1e-4)
      #expect((report["test"]?.object?["correct"] == nil) == (old.correct == nil))
      if InstructionSet.available.last?.rounding == "fused" {
        #expect(report["weights_sha256"]?.string == old.sha256)
        #expect(last == old.loss)
        #expect(report["test"]?.object?["correct"]?.int == old.correct)
      }
      // It is in the form of now, and can be gone on with again.
      let saved = String(decoding: try sandbox.bytes("\(path)/configuration.json"), as: UTF8.self)
      #expect(saved.contains("\"version\" : 2") && !saved.contains("\"batch_size\" : 16,\n  \"dataset\""))
      #expect(try sandbox.run(["train", "--resume", path, "--epochs", "5", "--json"]).status == 0)
    }

    @Test func isFineTunedAndItsRecipeTrainsAgain() throws {
      let tuned = try sandbox.run(["train", "--from", "classic", "--dataset", "strokes", "--epochs", "1", "--json"])
      #expect(tuned.status == 0, "\(tuned.errors)")
      let again = try sandbox.run(["train", "--recipe", "runs/recipe/recipe.yaml", "--json"])
      #expect(again.status == 0, "\(again.errors)")
    }

    @Test func aSearchAndACrossValidationGoOn() throws {
      let tuned = try sandbox.run(["tune", "space.yaml", "--name", "tune", "--json"])
      #expect(tuned.status == 0 && !tuned.errors.contains("trial 0"), "\(tuned.errors)")
      let folds = try sandbox.run(
        [
          "train", "--dataset", "strokes", "--model", "small.yaml", "--set", "data.images_per_class=8", "--epochs", "2",
          "--batch-size", "16", "--folds", "2", "--name", "fold", "--json",
        ])
      #expect(folds.status == 0 && folds.errors.contains("all epochs are trained already"), "\(folds.errors)")
    }

    /// As a program of a later release would leave it.
    @Test func aNewerVersionIsRefused() throws {
      let path = "runs/classic/configuration.json"
      try sandbox.write(Array(#"{"version": 3, "recipe": {"unheard_of": 1}}"#.utf8), to: path)
      for arguments in [
        ["train", "--resume", "classic"], ["evaluate", "classic"], ["predict", "classic", "--index", "0"],
      ] {
        let result = try sandbox.run(arguments)
        #expect(result.status == 65)
        #expect(
          result.lastError.contains(
            "the run's configuration is of a version that this release does not read in \(path): expected 1 or 2, "
              + "found 3"), "\(result.errors)")
      }
    }

    /// What the library wrote for a run without a recipe.
    @Test func aRunThatHadNoRecipeIsPlainMomentumSGD() throws {
      let json = """
        {"batch_size":16,"dataset":"strokes","epochs":3,"learning_rate":0.05,"model":"small-net","momentum":0.8,\
        "name":"a","seed":5,"shuffle":false,"threads":2,\
        "validation":{"min_delta":0,"monitor":"loss","select":"last","split":{"seed":4,"share":0.25}}}
        """
      try FileManager.default.createDirectory(atPath: sandbox.file("runs/a"), withIntermediateDirectories: true)
      try sandbox.write(Array(json.utf8), to: "runs/a/configuration.json")
      let read = try RunFolder.configuration(at: sandbox.file("runs/a"))
      var data = DataRecipe(dataset: "strokes", validation: .share(0.25), shuffle: false)
      data.splitSeed = 4
      var recipe = Recipe(
        name: "run", model: nil, data: data, optimizer: .sgd(learningRate: 0.05, momentum: 0.8), epochs: 3,
        batchSize: 16, seed: 5)
      recipe.optimizer.decaysBiasesAndNorms = true
      recipe.selection = SelectionRecipe(monitor: .validationLoss, restoresBest: false)
      #expect(read == RunConfiguration(recipe, network: "small-net", threads: 2, name: "a"))
    }
  }
}
