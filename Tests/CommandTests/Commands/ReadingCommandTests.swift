import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Texts go through the commands as classes do, and what needs classes says so.
  @Suite struct ReadingCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      try sandbox.write(Array(Self.recipe.utf8), to: "reading.yaml")
    }

    /// A column for each eight pixels: it learns little, and quickly.
    private static let recipe = """
      task: {name: read, head: ctc}
      model:
        layers:
          - conv: {out: 8, kernel: [28, 16], stride: [1, 8], padding: [0, 4]}
          - batch_norm
          - relu
          - conv: {out: classes, kernel: [1, 3], padding: [0, 1]}
      data: {dataset: strokes-sequences, validation: 0.9}
      optimizer: {name: adam, learning_rate: 0.01}
      epochs: 2
      batch_size: 16

      """

    private func train(_ name: String, _ options: [String] = []) throws -> CommandResult {
      let result = try sandbox.run(
        ["train", "--recipe", "reading.yaml", "--name", name, "--threads", "2", "--json"] + options)
      #expect(result.status == 0, "\(result.errors)")
      return result
    }

    @Test func textsAreTrainedEvaluatedAndRead() throws {
      let report = try train("a").json()
      let test = try #require(report["test"]?.object)
      #expect(test["count"]?.int == 2_000)
      let text = try #require(test["text"]?.object)
      #expect(try #require(text["characters"]?.int) > 5_500 && text["character_error_rate"]?.double != nil)
      let again = try sandbox.run(["evaluate", "a", "--json"]).json()
      #expect(again["text"]?.object?["edits"]?.int == text["edits"]?.int && again["text"] != nil)
      let shown = try sandbox.run(["evaluate", "a", "--split", "validation"])
      #expect(shown.status == 0 && shown.output.contains("errors    ") && shown.output.contains(" characters: "))
      let answer = try sandbox.run(["predict", "a", "--index", "3", "--json"]).json()
      #expect(answer["text"]?.string != nil && answer["truth"]?.string?.isEmpty == false)
      let drawn = try sandbox.run(["predict", "a", "--index", "3"])
      #expect(drawn.status == 0 && drawn.output.split(separator: "\n").count > 10)
      try refusals()
    }

    @Test func aReadersFileIsMeasured() throws {
      _ = try train("a", ["--epochs", "1"])
      let timing = try sandbox.run(["benchmark", "--model-file", "runs/a/model.safetensors", "--json"])
      #expect(timing.status == 0, "\(timing.errors)")
      let figures = try timing.json()
      for key in ["openMilliseconds", "answerMilliseconds", "predictMilliseconds"] {
        #expect(try #require(figures[key]?.double) > 0)
      }
      let formats = try #require(figures["exportMilliseconds"]?.object)
      #expect(try #require(formats["onnx"]?.double) > 0)
    }

    /// A model has one size, into which pictures are scaled.
    @Test(arguments: [false, true]) func anotherSizeThanTheModelsIsRefused(reads: Bool) throws {
      let data = reads ? "numbers" : "letters"
      if reads { try TextDatasets.write(to: sandbox) } else { try OwnDatasets.writePictures(to: sandbox, data) }
      let recipe = reads ? "reading.yaml" : "tiny"
      let trained = try sandbox.run([
        "train", "--recipe", recipe, "--dataset", "./\(data)", "--epochs", "1", "--threads", "1", "--name", "a",
      ])
      #expect(trained.status == 0, "\(trained.errors)")
      for command in ["evaluate a", "report a -o p.html", "predict a --index 0", "verify a a"] {
        let result = try sandbox.run(
          command.split(separator: " ").map(String.init) + ["--dataset", data, "--image-size", "1x30x80"])
        #expect(
          result.status == 64 && result.errors.contains("pictures are scaled into the model's own size"),
          "\(command): \(result.status) \(result.errors)")
      }
      let verified = try sandbox.run(["verify", "a", "a", "--image-size", "1x30x80"])
      #expect(verified.status == 64 && verified.errors.contains("--image-size says how a data set is read"))
    }

    /// Each option and command that is for classes, on a run that reads.
    private func refusals() throws {
      for (arguments, words) in [
        (["evaluate", "a", "--metrics"], "--metrics needs a run that tells classes apart"),
        (["evaluate", "a", "--calibrate"], "--calibrate needs a run that tells classes apart"),
        (["evaluate", "a", "--tta", "shifts"], "--tta needs a run that tells classes apart"),
        (["evaluate", "a", "b"], "an average of several runs needs a run that tells classes apart"),
        (["evaluate", "a", "--dataset", "mnist", "--data", "data"], "the data set's images are not the model's"),
        (
          ["data", "strokes-sequences", "--report", "x.html"],
          "--report is for data sets of classes, and this one has texts"
        ),
        (
          ["train", "--recipe", "reading.yaml", "--set", "ensemble.members=2"], "ensemble belongs to the task classify"
        ),
        (["train", "--recipe", "reading.yaml", "--dataset", "mnist"], "has no texts to read"),
        (["train", "--dataset", "strokes-sequences"], "task should be read"),
        (
          ["train", "--recipe", "reading.yaml", "--from", "a", "--replace-head"], "fine_tuning.replace_head belongs to"
        ),
        (
          ["train", "--recipe", "reading.yaml", "--model", "lenet"],
          "gives one answer an image, and the task read needs"
        ),
      ] {
        if arguments.contains("b") || arguments.contains("b"), !sandbox.exists("runs/b") {
          _ = try train("b", ["--epochs", "1", "--seed", "1"])
        }
        let result = try sandbox.run(arguments)
        #expect(result.status != 0 && result.errors.contains(words), "\(arguments): \(result.errors)")
      }
    }

    @Test func killedItGoesOnToTheSameWeights() throws {
      let options = ["--checkpoint-every", "2", "--epochs", "4"]
      let straight = try #require(try train("straight", options).json()["weights_sha256"]?.string)
      let command = try sandbox.start(
        ["train", "--recipe", "reading.yaml", "--name", "killed", "--threads", "1", "--json"] + options)
      while command.isRunning, (try? sandbox.bytes("runs/killed/history.csv"))?.count(where: { $0 == 10 }) ?? 0 < 2 {
        usleep(500)
      }
      let delay = UInt32.random(in: 0...50_000)
      usleep(delay)
      command.send(SIGKILL)
      #expect(try command.wait().status == -SIGKILL, "it had ended before it was killed, after \(delay) us")
      let resumed = try sandbox.run(["train", "--resume", "killed", "--threads", "2", "--json"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try resumed.json()["weights_sha256"]?.string == straight, "killed after \(delay) us")
    }
  }
}
