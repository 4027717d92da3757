import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct TrainCommandTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    @Test func jsonIsOneObjectWithTheDocumentedKeys() throws {
      let result = try sandbox.train(["--name", "a", "--seed", "3", "--threads", "2"])
      #expect(result.status == 0)
      let report = try result.json()
      #expect(
        Set(report.keys) == [
          "run", "seed", "threads", "kernels", "parameters", "epochs", "test", "seconds_total", "weights_sha256",
        ])
      #expect(report["run"]?.string == "runs/a")
      #expect(report["seed"]?.int == 3)
      #expect(report["threads"]?.int == 2)
      #expect(report["parameters"]?.int == 44_426)
      #expect(["portable", "avx2", "avx512"].contains(report["kernels"]?.string))
      #expect(report["weights_sha256"]?.string?.count == 64)
      let epochs = try #require(report["epochs"]?.array)
      #expect(epochs.count == 2)
      #expect(
        epochs.allSatisfy {
          Set($0.object?.keys.map { $0 } ?? []) == [
            "epoch", "loss", "accuracy", "seconds", "images_per_second", "learning_rate",
          ]
        })
      let test = try #require(report["test"]?.object)
      #expect(Set(test.keys) == ["accuracy", "correct", "count", "loss", "interval"])
      #expect(test["count"]?.int == 96)
      #expect(test["interval"]?.doubles?.count == 2)
    }

    @Test func textSaysWhatWasReachedAndHowToEvaluateIt() throws {
      let result = try sandbox.run(["train", "--data", "data", "--epochs", "2", "--name", "a", "--verbose"])
      #expect(result.status == 0)
      for word in ["accuracy", "of 96 test images", "saved in  runs/a", "truth", "recall"] {
        #expect(result.output.contains(word), "\(word) in \(result.output)")
      }
      // Progress: a line an epoch, since this is no terminal, and that the counts are not MNIST's.
      #expect(result.errors.components(separatedBy: "\nepoch ").count == 3)
      #expect(!result.errors.contains("\r") && !result.errors.contains("\u{1B}"))
      #expect(result.errors.contains("the training set has 320 images; the published one has 60000"))
      #expect(result.errors.contains("is not the published file"))
      let command = try #require(result.output.components(separatedBy: "evaluate  ").last)
      let evaluation = try sandbox.shell(command)
      #expect(evaluation.status == 0)
      #expect(result.output.hasPrefix(evaluation.output.components(separatedBy: "\n")[0]))
    }

    @Test func theConfusionMatrixIsForThoseWhoAsk() throws {
      let result = try sandbox.run(["train", "--data", "data", "--epochs", "1", "--name", "a"])
      #expect(!result.output.contains("truth"))
    }

    @Test func weightsAreTheSameForAnyNumberOfThreads() throws {
      let digests = try (1...4).map { try sandbox.train(["--threads", "\($0)"]).json()["weights_sha256"]?.string }
      #expect(digests[0] != nil)
      #expect(Set(digests).count == 1)
      let other = try sandbox.train(["--seed", "1"]).json()["weights_sha256"]?.string
      #expect(other != digests[0])
    }

    @Test func everyInstructionSetWithFusedMultiplyAddGivesTheSameWeights() throws {
      var digests: [String: String] = [:]
      for name in ["avx2", "avx512"] {
        let result = try sandbox.train(epochs: 1, environment: ["INKLING_KERNELS": name])
        if result.status == 69 { continue }
        let report = try result.json()
        #expect(report["kernels"]?.string == name)
        digests[name] = report["weights_sha256"]?.string
      }
      #expect(Set(digests.values).count <= 1)
      let portable = try sandbox.train(epochs: 1, environment: ["INKLING_KERNELS": "portable"])
      #expect(try portable.json()["kernels"]?.string == "portable")
    }

    @Test func anUnknownInstructionSetIsAnError() throws {
      let result = try sandbox.train(environment: ["INKLING_KERNELS": "sse9"])
      #expect(result.status == 64)
      #expect(result.errors.contains("unknown instruction set in INKLING_KERNELS"))
      #expect(!sandbox.exists("runs"))
    }

    @Test func moreThreadsThanBlocksAreSaidToBeNoFaster() throws {
      let note = "threads are no faster than"
      #expect(try sandbox.train(["--threads", "5"]).errors.contains("5 \(note) 4"))
      let many = try sandbox.train(["--threads", "1024"]).errors
      #expect(many.components(separatedBy: "1024 threads").count == 2, "\(many)")
      #expect(try !sandbox.train(["--threads", "4"]).errors.contains(note))
      #expect(try sandbox.train(["--threads", "3", "--batch-size", "17"]).errors.contains("3 \(note) 2"))
    }

    @Test(arguments: [1, 320])
    func theSmallestAndTheLargestBatchWork(batchSize: Int) throws {
      let result = try sandbox.train(["--batch-size", "\(batchSize)"], epochs: 1)
      #expect(result.status == 0)
      #expect(try result.json()["epochs"]?.array?.count == 1)
    }

    @Test func theOrderOfTheImagesChangesTheWeights() throws {
      let shuffled = try sandbox.train().json()["weights_sha256"]
      let plain = try sandbox.train(["--no-shuffle"]).json()["weights_sha256"]
      #expect(shuffled != plain)
    }

    @Test func imagesThatAreNotSquareWork() throws {
      let wide = try Sandbox(.noise(height: 20, width: 33))
      let result = try wide.train(["--name", "wide"], epochs: 1)
      #expect(result.status == 0)
      #expect(try wide.run(["evaluate", "wide", "--data", "data", "--json"]).status == 0)
    }

    @Test(arguments: [(8, 8), (15, 28), (28, 15), (600, 16)])
    func imagesThatTheNetworkCannotTakeAreRefused(height: Int, width: Int) throws {
      let small = try Sandbox(.noise(height: height, width: width, count: 16))
      let result = try small.train(["--batch-size", "8"])
      #expect(result.status == 65)
      #expect(
        result.lastError
          == "inkling: LeNet cannot take such images: expected 16x16 to 512x512 pixels, found 1x\(height)x\(width).")
      #expect(!small.exists("runs"))
    }

    @Test func aLossThatIsNotFiniteStopsTheRunAndSparesTheWeights() throws {
      #expect(try sandbox.train(["--name", "a", "--learning-rate", "0.01"], epochs: 1).status == 0)
      let result = try sandbox.train(["--name", "b", "--learning-rate", "1000"], epochs: 50)
      #expect(result.status == 70)
      #expect(result.output.isEmpty)
      #expect(result.lastError.contains("training diverged"))
      #expect(result.lastError.contains("the first layer with such values is"))
      #expect(try sandbox.run(["evaluate", "a", "--data", "data"]).status == 0)
    }

    @Test func theDrawnDigitsNeedNoFiles() throws {
      let empty = try Sandbox(nil)
      let result = try empty.run(["train", "--dataset", "strokes", "--epochs", "1", "--json"])
      #expect(result.status == 0)
      #expect(try result.json()["test"]?.object?["count"]?.int == 2_000)
    }

    @Test func aMissingDataSetIsAnErrorThatSaysWhatToDo() throws {
      let empty = try Sandbox(nil)
      let result = try empty.run(["train"])
      #expect(result.status == 66)
      #expect(result.output.isEmpty)
      for word in [
        "MNIST is not on the disk", "./datasets", "../shared/datasets", "\(empty.path)/cache/inkling/datasets",
        "data --download mnist", "--data", "--dataset strokes",
      ] { #expect(result.lastError.contains(word), "\(word) in \(result.lastError)") }
      #expect(!empty.exists("runs"))
    }
  }
}
