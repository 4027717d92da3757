import Foundation
import InklingEngine
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct TrainCommandResumeTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private func digest(_ result: CommandResult) throws -> String {
      #expect(result.status == 0, "\(result.errors)")
      return try #require(try result.json()["weights_sha256"]?.string)
    }

    @Test(.enabled(if: InstructionSet.available.contains(.avx2), "this processor lacks AVX2"))
    func otherKernelsAreNoted() throws {
      let sets = ["avx2", "portable", "portable", "avx2"]
      for (epoch, set) in sets.enumerated() {
        let start = epoch == 0 ? ["--name", "a"] : ["--resume", "a"]
        let result = try sandbox.train(start, epochs: epoch + 1, environment: ["INKLING_KERNELS": set])
        #expect(result.status == 0)
        let isNoted = result.errors.contains("note: the run was trained with kernels that round a multiply-add")
        #expect(isNoted == [1, 3].contains(epoch), "\(result.errors)")
      }
    }

    @Test func moreEpochsGiveTheWeightsOfOneLongRun() throws {
      let straight = try digest(try sandbox.train(["--name", "straight"], epochs: 4))
      _ = try digest(try sandbox.train(["--name", "halves", "--threads", "1"], epochs: 2))
      let result = try sandbox.run(
        ["train", "--resume", "halves", "--data", "data", "--epochs", "4", "--threads", "3", "--json"])
      #expect(try digest(result) == straight)
      #expect(try result.json()["epochs"]?.array?.count == 4)
    }

    @Test func killedAtAnyStepItGoesOnToTheSameWeights() throws {
      let options = ["--batch-size", "16", "--checkpoint-every", "3"]
      let straight = try digest(try sandbox.train(options + ["--name", "straight"], epochs: 60))
      let command = try sandbox.start(Sandbox.training(options + ["--name", "killed"], epochs: 60))
      while command.isRunning, !sandbox.exists("runs/killed/checkpoint-last") { usleep(500) }
      let delay = UInt32.random(in: 0...120_000)
      usleep(delay)
      command.send(SIGKILL)
      #expect(try command.wait().status == -SIGKILL, "it had ended before it was killed, after \(delay) us")
      let resumed = try sandbox.run(["train", "--resume", "killed", "--data", "data", "--json"])
      #expect(resumed.errors.contains("going on with epoch"))
      #expect(try digest(resumed) == straight, "killed after \(delay) us")
      #expect(sandbox.entries("runs/killed").allSatisfy { !$0.hasSuffix(".partial") })
    }

    @Test func killedBeforeItsFirstCheckpointItStartsAnew() throws {
      let straight = try digest(try sandbox.train(["--name", "straight"], epochs: 1))
      let command = try sandbox.start(Sandbox.training(["--name", "killed"], epochs: 1))
      while command.isRunning, !sandbox.exists("runs/killed/configuration.json") { usleep(100) }
      command.send(SIGKILL)
      _ = try command.wait()
      try? FileManager.default.removeItem(atPath: sandbox.file("runs/killed/model.json"))
      for name in sandbox.entries("runs/killed") where name.hasPrefix("checkpoint") {
        try FileManager.default.removeItem(atPath: sandbox.file("runs/killed/\(name)"))
      }
      let resumed = try sandbox.run(["train", "--resume", "killed", "--data", "data", "--json"])
      #expect(resumed.errors.contains("no checkpoint yet"))
      #expect(try digest(resumed) == straight)
      #expect(sandbox.exists("runs/killed/model.json"))
    }

    @Test func aFinishedRunStaysAsItIs() throws {
      let first = try digest(try sandbox.train(["--name", "a", "--validation", "0.2"], epochs: 2))
      let files = ["report.json", "test-evaluations.log", "weights-best.safetensors", "history.csv"]
      let before = try files.map { try sandbox.bytes("runs/a/\($0)") }
      let again = try sandbox.run(["train", "--resume", "a", "--data", "data", "--json"])
      #expect(try digest(again) == first && again.errors.contains("all epochs are trained already"), "\(again.errors)")
      #expect(try files.map { try sandbox.bytes("runs/a/\($0)") } == before)
      var damaged = try sandbox.bytes("runs/a/weights-best.safetensors")
      damaged[damaged.count - 3] ^= 1
      try sandbox.write(damaged, to: "runs/a/weights-best.safetensors")
      let refused = try sandbox.run(["train", "--resume", "a", "--data", "data"])
      #expect(refused.status == 65 && refused.errors.contains("not those that were saved"), "\(refused.errors)")
    }

    /// The run follows `configuration.json`; what somebody wrote into the other file is not lost in silence.
    @Test func anEditedRecipeIsToldOf() throws {
      _ = try digest(try sandbox.train(["--name", "a"], epochs: 1))
      let path = "runs/a/recipe.yaml"
      let text = String(decoding: try sandbox.bytes(path), as: UTF8.self)
      let plain = try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "2"])
      #expect(plain.status == 0 && !plain.errors.contains("was changed"), "\(plain.errors)")
      for (edited, words) in [
        (
          text.replacingOccurrences(of: "learning_rate: 0.001", with: "learning_rate: 0.5"),
          "recipe.yaml was changed: optimizer.learning_rate is 0.5 there, and 0.001 in the run"
        ),
        ("epochs: [", "recipe.yaml is no recipe any more; the run goes on by configuration.json"),
      ] {
        try sandbox.write(Array(edited.utf8), to: path)
        let resumed = try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "3"])
        #expect(resumed.status == 0 && resumed.errors.contains(words), "\(resumed.errors)")
      }
      let again = String(decoding: try sandbox.bytes(path), as: UTF8.self)
      #expect(again.contains("learning_rate: 0.001") && again.contains("epochs: 3"))
    }

    @Test func aRunWhoseCheckpointsAreGoneIsNotTrainedAnew() throws {
      _ = try digest(try sandbox.train(["--name", "a"], epochs: 2))
      let best = try sandbox.bytes("runs/a/weights-best.safetensors")
      for name in sandbox.entries("runs/a") where name.hasPrefix("checkpoint") {
        try FileManager.default.removeItem(atPath: sandbox.file("runs/a/\(name)"))
      }
      let resumed = try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "3"])
      #expect(resumed.status == 66 && resumed.errors.contains("its checkpoints are gone"), "\(resumed.errors)")
      #expect(try sandbox.bytes("runs/a/weights-best.safetensors") == best)
    }

    @Test func aDamagedCheckpointGivesWayToTheOneBefore() throws {
      let straight = try digest(try sandbox.train(["--name", "a"], epochs: 3))
      var bytes = try sandbox.bytes("runs/a/checkpoint-last")
      bytes[bytes.count / 2] ^= 1
      try sandbox.write(bytes, to: "runs/a/checkpoint-last")
      let resumed = try sandbox.run(["train", "--resume", "a", "--data", "data", "--json"])
      #expect(resumed.errors.contains("note: the checkpoint is damaged"))
      #expect(try digest(resumed) == straight)
    }

    @Test func optionsThatWouldGiveOtherWeightsAreRefused() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 2).status == 0)
      let saved = try sandbox.bytes("runs/a/configuration.json")
      for (options, words) in [
        (["--seed", "1"], "expected --seed 0, found --seed 1"),
        (["--learning-rate", "0.1"], "expected --learning-rate 0.001, found --learning-rate 0.1"),
        (["--dataset", "strokes"], "expected --dataset mnist, found --dataset strokes"),
        (
          ["--epochs", "1"], "--epochs is less than the run has trained already in runs/a: expected 2 or more, found 1"
        ),
      ] {
        let result = try sandbox.run(["train", "--resume", "a", "--data", "data"] + options)
        #expect(result.status == 65)
        #expect(result.lastError.contains(words), "\(result.lastError)")
        #expect(try sandbox.bytes("runs/a/configuration.json") == saved)
      }
    }

    @Test func otherDataIsRefused() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      try TinyDataset.noise(height: 28, width: 28).write(to: sandbox.file("fewer/mnist"))
      try TinyDataset.noise(height: 32, width: 32).write(to: sandbox.file("larger/mnist"))
      // The same number of images of the same size, of which one pixel or one label is another.
      var (pixel, label, test) = (TinyDataset.digits, TinyDataset.digits, TinyDataset.digits)
      pixel.trainImages[16 + 400] ^= 1
      label.trainLabels[8] = (label.trainLabels[8] + 1) % 10
      test.testImages[16 + 300] ^= 1
      for (name, data) in [("pixel", pixel), ("label", label), ("test", test)] {
        try data.write(to: sandbox.file("\(name)/mnist"))
      }
      for (folder, words) in [
        ("fewer", "64 and 64 with other training images, training labels, test images and test labels"),
        ("larger", "the run was started on other data in runs/a/data.json"),
        ("pixel", "found 320 and 96 with other training images;"), ("label", "with other training labels;"),
        ("test", "with other test images;"),
      ] {
        let result = try sandbox.run(["train", "--resume", "a", "--data", folder, "--epochs", "2"])
        #expect(result.status == 65)
        #expect(result.lastError.contains(words), "\(result.lastError)")
      }
      #expect(try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "2"]).status == 0)
    }

    /// A run of a release that kept no digests goes on, and has them from then on.
    @Test func aRunWithoutDigestsIsGivenThem() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      let digests = try sandbox.bytes("runs/a/data.json")
      try FileManager.default.removeItem(atPath: sandbox.file("runs/a/data.json"))
      #expect(try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "2"]).status == 0)
      #expect(try sandbox.bytes("runs/a/data.json") == digests)
    }

    /// Nothing is left to train: the report is what it was, and the test set is not looked at again.
    @Test func aFinishedRunIsNotTestedAgain() throws {
      let first = try sandbox.train(["--name", "a", "--validation", "0.2"], epochs: 2).json()
      let again = try sandbox.run(["train", "--resume", "a", "--data", "data", "--json"])
      #expect(again.errors.contains("all epochs are trained already"))
      let report = try again.json()
      for key in ["test", "validation", "weights_sha256", "test_evaluations"] {
        #expect(report[key] == first[key], "\(key)")
      }
      let log = String(decoding: try sandbox.bytes("runs/a/test-evaluations.log"), as: UTF8.self)
      #expect(log.split(separator: "\n").count == 1)
      let text = try sandbox.run(["train", "--resume", "a", "--data", "data", "--verbose"])
      #expect(text.status == 0 && text.errors.contains("the test set was not looked at again"), "\(text.errors)")
      // Other weights are another look.
      let last = try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "3", "--json"]).json()
      #expect(last["weights_sha256"] == first["weights_sha256"] || last["test_evaluations"]?.int == 2)
    }

    @Test func moreEpochsAfterPatienceNeedMorePatience() throws {
      let options = ["--validation", "64", "--patience", "1", "--learning-rate", "0.02", "--batch-size", "16"]
      let first = try sandbox.train(options + ["--name", "a"], epochs: 60).json()
      let done = try #require(first["epochs"]?.array?.count)
      let saved = try sandbox.bytes("runs/a/configuration.json")
      let refused = try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "90"])
      #expect(refused.status == 64, "\(refused.errors)")
      #expect(
        refused.lastError.contains("the run's patience is used up, and more epochs alone would train nothing in runs/a")
      )
      #expect(refused.lastError.contains("give --patience 2 or more too"))
      #expect(try sandbox.bytes("runs/a/configuration.json") == saved)
      let log = String(decoding: try sandbox.bytes("runs/a/test-evaluations.log"), as: UTF8.self)
      #expect(log.split(separator: "\n").count == 1)
      let same = try sandbox.run(["train", "--resume", "a", "--data", "data", "--json"])
      #expect(same.errors.contains("it stopped early after epoch \(done); to go on give --patience 2 or more"))
      #expect(try same.json()["test_evaluations"]?.int == 1)
      let on = try sandbox.run([
        "train", "--resume", "a", "--data", "data", "--epochs", "90", "--patience", "2", "--json",
      ])
      #expect(try #require(on.json()["epochs"]?.array?.count) > done)
    }

    @Test func aRunOfAnotherModelIsRefused() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      let text = String(decoding: try sandbox.bytes("runs/a/configuration.json"), as: UTF8.self)
      try sandbox.write(
        Array(text.replacingOccurrences(of: "lenet", with: "vgg").utf8), to: "runs/a/configuration.json")
      let result = try sandbox.run(["train", "--resume", "a", "--data", "data"])
      #expect(result.status == 65)
      #expect(result.lastError.contains("the file is not what Inkling writes there in runs/a/configuration.json"))
      #expect(result.lastError.contains("model is unknown: found vgg; valid are lenet, sprint"), "\(result.lastError)")
    }

    @Test(arguments: ["nothing", "data", "data/mnist/t10k-labels-idx1-ubyte"])
    func whatIsNoRunIsRefused(path: String) throws {
      let result = try sandbox.run(["train", "--resume", path, "--data", "data"])
      #expect(result.status == 66)
      #expect(result.lastError.hasPrefix("inkling: "))
    }
  }
}
