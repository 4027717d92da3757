import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Runs on a part or a shifted copy of a data set, and the two classic experiments with them.
  @Suite struct TrainCommandVariationTests {
    let sandbox: Sandbox
    /// Test images of the digits 0 to 4.
    let low = TinyDataset.digits.testLabels.dropFirst(8).count { $0 < 5 }

    init() throws { sandbox = try Sandbox() }

    private func train(_ name: String, _ settings: [String], _ options: [String] = []) throws -> CommandResult {
      let result = try sandbox.train(
        ["--name", name, "--learning-rate", "0.02", "--batch-size", "16"] + options
          + settings.flatMap { ["--set", $0] },
        epochs: 6)
      #expect(result.status == 0, "\(result.errors)")
      return result
    }

    /// A figure of the test set in a training's report.
    private func tested(_ result: CommandResult, _ key: String) throws -> JSONValue? {
      try result.json()["test"]?.object?[key]
    }

    private func evaluate(_ arguments: String...) throws -> CommandResult {
      try sandbox.run(["evaluate"] + arguments + ["--data", "data", "--json"])
    }

    private func tensors(_ run: String) throws -> [String: [UInt8]] {
      let bytes = try sandbox.bytes("runs/\(run)/weights-last.safetensors")
      let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
      let header = try JSONDecoder().decode([String: JSONValue].self, from: Data(bytes[8..<8 + length]))
      return header.compactMapValues { entry in
        guard let offsets = entry.object?["data_offsets"]?.array, let from = offsets[0].int, let to = offsets[1].int
        else {
          return nil
        }
        return Array(bytes[8 + length + from..<8 + length + to])
      }
    }

    @Test func theHeadAloneIsTrainedOnOtherDigits() throws {
      let first = try train("low", ["data.classes=[0, 1, 2, 3, 4]"])
      #expect(try tested(first, "count")?.int == low)
      #expect(first.errors.contains("a part or a copy of it: classes 0, 1, 2, 3, 4"))
      let second = try train(
        "high", ["data.classes=[5, 6, 7, 8, 9]"],
        ["--from", "low", "--replace-head", "--freeze", "conv*", "--freeze", "fc1*", "--freeze", "fc2*"])
      #expect(try tested(second, "count")?.int == 96 - low)
      let (before, after) = (try tensors("low"), try tensors("high"))
      #expect(before.count == 10 && after.count == 10)
      for (name, bytes) in before { #expect((after[name] == bytes) == !name.hasPrefix("fc3"), "\(name)") }
      // Chance is 0.2.
      #expect(try #require(tested(second, "accuracy")?.double) > 0.4)
      // Evaluated on its own digits unless told otherwise, with their names.
      let own = try evaluate("high").json()
      #expect(own["count"]?.int == 96 - low)
      #expect(try own["accuracy"] == tested(second, "accuracy"))
      #expect(try evaluate("high", "--dataset", "mnist").status == 65)
      let shown = try sandbox.run(["predict", "high", "--data", "data", "--index", "0", "--json"])
      #expect(try shown.json()["probabilities"]?.array?.count == 5, "\(shown.errors)")
      let past = try sandbox.run(["predict", "high", "--data", "data", "--index", "\(96 - low)"])
      #expect(past.status == 64 && past.lastError.contains("an index from 0 to \(96 - low - 1)"))
    }

    @Test func aFewImagesOfAShiftedCopy() throws {
      let whole = try train("whole", [])
      let shifted = try train(
        "turned", ["data.shift=rotated", "data.images_per_class=5"], ["--from", "whole"])
      #expect(try tested(shifted, "count")?.int == 96)
      #expect(try evaluate("turned").json()["loss"] == tested(shifted, "loss"))
      // Its own copy is the default; the whole set and other copies are named.
      let unshifted = try evaluate("turned", "--dataset", "mnist").json()["loss"]
      #expect(try unshifted != evaluate("turned").json()["loss"])
      #expect(
        try evaluate("turned", "--dataset", "mnist", "--shift", "rotated").json()["loss"]
          == evaluate("turned").json()["loss"])
      #expect(try evaluate("whole", "--shift", "inverted").json()["loss"] != tested(whole, "loss"))
      // Only looks at the run's own test set are logged: one by the training and one by the evaluation of itself.
      let log = String(decoding: try sandbox.bytes("runs/whole/test-evaluations.log"), as: UTF8.self)
      #expect(log.split(separator: "\n").count == 1)
      #expect(try evaluate("whole", "turned").status == 64)
      let part = try evaluate("turned", "--split", "train").json()
      #expect(part["count"]?.int == 50)
      #expect(try evaluate("turned", "--split", "train", "--shift", "thick").status == 64)
    }

    @Test func aRunIsGoneOnWithOnTheSameImages() throws {
      let settings = ["--set", "data.classes=[1, 7, 4]", "--set", "data.shift=thick", "--set", "data.validation=0.2"]
      #expect(try sandbox.train(["--name", "a"] + settings, epochs: 2).status == 0)
      let more = try sandbox.train(["--resume", "a"], epochs: 4)
      let once = try sandbox.train(["--name", "b"] + settings, epochs: 4)
      #expect(try more.json()["weights_sha256"]?.string == once.json()["weights_sha256"]?.string, "\(more.errors)")
      #expect(try evaluate("a", "b", "--split", "validation").status == 0)
    }

    @Test func aTestSetThatTheClassesEmptyIsRefused() throws {
      var data = TinyDataset.digits
      // No test image is a 7 or an 8 any more.
      for index in data.testLabels.indices.dropFirst(8) where [7, 8].contains(data.testLabels[index]) {
        data.testLabels[index] = 0
      }
      try data.write(to: sandbox.file("data/mnist"))
      let result = try sandbox.train(["--set", "data.classes=[7, 8]"])
      #expect(result.status == 65 && result.lastError.contains("leave nothing of the test set"), "\(result.errors)")
      #expect(sandbox.entries("runs").isEmpty)
    }

    @Test func aClassWithTooFewImagesIsRefusedBeforeARunIsMade() throws {
      let result = try sandbox.train(["--set", "data.images_per_class=100"])
      #expect(result.status == 65 && result.lastError.contains("has too few images: expected 100 or more"))
      #expect(sandbox.entries("runs").isEmpty)
    }
  }
}
