import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Pictures with texts of one's own through the commands.
  @Suite struct TextDataCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox(nil)
      try TextDatasets.write(to: sandbox)
    }

    private func train(_ name: String, _ options: [String] = []) throws {
      let result = try sandbox.run(
        ["train", "--recipe", "reading.yaml", "--name", name, "--threads", "1", "--json"] + options)
      #expect(result.status == 0, "\(result.errors)")
    }

    private func refusal(_ arguments: [String]) throws -> String {
      let result = try sandbox.run(arguments)
      #expect(result.status != 0, "\(arguments)")
      return result.errors
    }

    @Test func aFolderIsTrainedEvaluatedAndRead() throws {
      try train("a")
      let json = try sandbox.run(["evaluate", "a", "--json", "--predictions", "answers.csv"]).json()
      #expect(json["texts"]?.int == 40 && json["count"]?.int == 40 && json["interval"] != nil)
      for key in ["correct", "accuracy", "character_accuracy", "cer", "loss"] {
        #expect(json[key]?.double != nil, "\(key)")
      }
      let text = try #require(json["text"]?.object)
      #expect(text["by_position"] != nil && text["confusions"] != nil && text["with_repeats"] != nil)
      let lines = String(decoding: try sandbox.bytes("answers.csv"), as: UTF8.self).split(separator: "\n")
      #expect(lines.count == 41 && lines[0] == "file,text,answer,probability")
      let first = lines[1].split(separator: ",", omittingEmptySubsequences: false)
      #expect(
        first[0].hasPrefix("./numbers/test/\(first[1])_") && Double(first[3]).map { (0...1).contains($0) } == true)
      let beam = try sandbox.run(["evaluate", "a", "--decoder", "beam", "--beam", "5"])
      #expect(beam.status == 0 && beam.output.contains("position  1: ") && beam.output.contains("of the characters"))
      try read()
    }

    /// One picture and several, in every form.
    private func read() throws {
      let names = sandbox.entries("numbers/test").prefix(2).map { "numbers/test/\($0)" }
      let one = try sandbox.run(["predict", "a", names[0], "--json"]).json()
      #expect(one["file"]?.string == names[0] && one["refused"] == .bool(false))
      #expect(Set(one.keys) == ["file", "text", "probability", "characters", "refused", "reason"])
      let several = try sandbox.run(["predict", "a"] + names + ["--json", "--decoder", "beam"])
      #expect(several.status == 0 && several.output.split(separator: "\n").count == 2)
      let table = try sandbox.run(["predict", "a"] + names + ["--csv"]).output.split(separator: "\n")
      #expect(table.count == 3 && table[0] == "file,text,probability,characters,refused,reason")
      let shown = try sandbox.run(["predict", "a", names[0]])
      #expect(shown.output.contains("text    ") && shown.output.contains("sure    "))
      try sandbox.write(Array("P5\n8 6\n255\n".utf8) + [UInt8](repeating: 200, count: 48), to: "blank.pgm")
      let blank = try sandbox.run(["predict", "a", "blank.pgm", "--json"])
      #expect(
        blank.status == 0
          && blank.output
            == #"{"characters":[],"file":"blank.pgm","probability":null,"reason":"it is blank","refused":true,"text":null}"#
            + "\n",
        "\(blank.output)")
      #expect(try sandbox.run(["predict", "a", "blank.pgm"]).output.contains("answer  refused: it is blank"))
      let explained = try sandbox.run(["explain", "a", names[0]])
      #expect(explained.status == 0 && explained.output.contains(", with a probability of "), "\(explained.errors)")
      let index = try sandbox.run(["predict", "a", "--index", "0", "--json"]).json()
      #expect(index["truth"]?.string?.isEmpty == false && index["probability"]?.double != nil)
      let steps = try refusal(["predict", "a", names[0], "--show-steps", "s.png"])
      #expect(steps.contains("taken as they are, in no steps") && !steps.contains("--framing"), "\(steps)")
      #expect(try refusal(["predict", "a", names[0], "--framing", "digit"]).contains("this one reads whole texts"))
      #expect(try refusal(["predict", names[0], "--decoder", "beam"]).contains("the model reads no texts"))
      #expect(try refusal(["predict", "a", names[0], "--beam", "0"]).contains("--beam is out of range"))
      #expect(try refusal(["evaluate", "a", "--predictions", "a.npz"]).contains("texts are written as text"))
    }

    @Test func modelsAreComparedShownAndExported() throws {
      try train("a")
      try train("b", ["--seed", "1", "--epochs", "1"])
      let compared = try sandbox.run(["compare", "a", "b", "--json"]).json()
      #expect(compared["mcnemar"]?.object?["p_value"]?.double != nil)
      #expect(compared["first"]?.object?["texts"]?.int == 40)
      let report = try sandbox.run(["report", "a", "b", "-o", "page.html", "--plots", "plots"])
      #expect(report.status == 0, "\(report.errors)")
      let page = String(decoding: try sandbox.bytes("page.html"), as: UTF8.self)
      for words in ["Worst mistakes: a", "Confused characters", "Positions", "Lengths", "Side by side", "read as"] {
        #expect(page.contains(words), "\(words)")
      }
      #expect(try sandbox.run(["export", "a", "-o", "a.onnx"]).status == 0)
      let same = try sandbox.run(["verify", "a", "a.onnx", "--dataset", "numbers", "--json"])
      #expect(same.status == 0, "\(same.errors)")
      #expect(try same.json()["same_argmax"]?.int == 40)
      let told = try sandbox.run(["verify", "a", "a.onnx", "--dataset", "numbers"])
      #expect(told.output.contains("every text is the same"), "\(told.output)")
      let imported = try sandbox.run(["import", "a.onnx", "-o", "back.safetensors"])
      #expect(imported.status == 0 && imported.errors.contains(" to texts of 10 characters"), "\(imported.errors)")
      let name = "numbers/test/\(sandbox.entries("numbers/test")[0])"
      let texts = try ["a", "a.onnx", "back.safetensors"].map {
        try sandbox.run(["predict", $0, name, "--json"]).json()
      }
      #expect(texts[0]["text"] == texts[1]["text"] && texts[1]["text"] == texts[2]["text"] && texts[2]["text"] != nil)
      #expect(try sandbox.run(["export", "a", "--preprocessing", "-o", "p.onnx"]).status == 0)
      #expect(try sandbox.run(["export", "a", "--format", "safetensors", "-o", "w.safetensors"]).status == 0)
      for (ending, words) in [
        ("swift", "static func read(pixels: [UInt8]) -> Reading {"),
        ("c", "_read(const unsigned char *pixels, char *text"),
        ("js", "export function read(pixels) {"),
      ] {
        let written = try sandbox.run(["export", "a", "-o", "a.\(ending)"])
        #expect(written.status == 0, "\(written.errors)")
        #expect(String(decoding: try sandbox.bytes("a.\(ending)"), as: UTF8.self).contains(words))
      }
      let bytes = try sandbox.run(["quantize", "a", "-o", "q.safetensors", "--calibration", "50"])
      #expect(bytes.status == 0 && bytes.errors.contains("calibrated on 50 images of ./numbers"), "\(bytes.errors)")
      #expect(bytes.output.contains("accuracy, whole texts") && bytes.output.contains("of 40 test images"))
    }

    /// A run goes on from another one on a folder: its alphabet and its size are kept.
    @Test func aRunIsFineTunedOnAFolder() throws {
      try train("a", ["--set", "data.alphabet=0123456789"])
      try TextDatasets.writeOthers(to: sandbox, "plates") { "\($0)-\($1).png" }
      let arguments = [
        "train", "--from", "a", "--dataset", "plates", "--separator", "-", "--epochs", "1", "--threads", "1", "--json",
      ]
      let tuned = try sandbox.run(arguments + ["--name", "tuned", "--validation", "0.2"])
      #expect(tuned.status == 0, "\(tuned.errors)")
      let recipe = String(decoding: try sandbox.bytes("runs/tuned/recipe.yaml"), as: UTF8.self)
      for words in ["alphabet: digits", "image: \"1x28x128\"", "separator: ", "name: read", "head: ctc", "name: adam"] {
        #expect(recipe.contains(words), "\(words): \(recipe)")
      }
      #expect(try sandbox.run(["evaluate", "tuned", "--split", "validation", "--json"]).json()["texts"]?.int == 6)
      #expect(try sandbox.run(["evaluate", "tuned", "--dataset", "numbers", "--json"]).json()["texts"]?.int == 40)
      // Other characters are refused by name, or counted.
      try TextDatasets.writeOthers(to: sandbox, "mixed") { $1 < 3 ? "A\($0)-\($1).png" : "\($0)-\($1).png" }
      let mixed = arguments.map { $0 == "plates" ? "mixed" : $0 }
      let sentence = try refusal(mixed)
      #expect(sentence.contains("3 of 30 pictures have a text that cannot be taken") && sentence.contains("mixed/A"))
      let skipped = try sandbox.run(mixed + ["--skip-bad", "--validation", "0.2", "--name", "skipped"])
      #expect(
        skipped.status == 0 && skipped.errors.contains("3 pictures were left out for a text"), "\(skipped.errors)")
      #expect(try sandbox.run(["evaluate", "skipped", "--split", "validation", "--json"]).json()["texts"]?.int == 5)
      #expect(
        try refusal(arguments + ["--set", "data.alphabet=digits+upper"]).contains(
          "the weights to start from read another alphabet"))
      let turned = try refusal(arguments + ["--set", "data.alphabet=9876543210"])
      #expect(
        turned.contains("read the same characters in another order")
          && turned.contains("give data.alphabet in their order"),
        "\(turned)")
      #expect(sandbox.entries("runs") == ["a", "skipped", "tuned"])
    }

    /// Captchas are drawn as a model's pictures are, of its size and its characters.
    @Test func aRunIsFineTunedOnCaptchas() throws {
      try train("a", ["--epochs", "1"])
      let tuned = try sandbox.run([
        "train", "--from", "a", "--dataset", "captcha", "--set", "data.images=32", "--set", "data.test_images=8",
        "--epochs", "1", "--threads", "1", "--name", "tuned", "--json",
      ])
      #expect(tuned.status == 0, "\(tuned.errors)")
      let recipe = String(decoding: try sandbox.bytes("runs/tuned/recipe.yaml"), as: UTF8.self)
      #expect(recipe.contains("alphabet: digits\n") && recipe.contains("image: \"1x28x128\""), "\(recipe)")
    }

    @Test func anotherAlphabetIsRefused() throws {
      try train("a")
      try TextDatasets.writeOthers(to: sandbox, "letters") { "\(String($0.map { _ in "x" }))_\($1).png" }
      let sentence = try refusal(["evaluate", "a", "--dataset", "letters"])
      #expect(sentence.contains("letters/xxx") && sentence.contains("--skip-bad"))
      #expect(
        try refusal(["evaluate", "a", "--dataset", "letters", "--skip-bad"]).contains(
          "no picture of the data set has a text"))
      try TextDatasets.writeOthers(to: sandbox, "long", count: 10) { "\(String(repeating: $0, count: 6))_\($1).png" }
      let long = try refusal(["evaluate", "a", "--dataset", "long"])
      #expect(long.contains("does not fit into the model's columns in ./long/") && long.contains("--skip-bad"))
      try sandbox.write(Array("path,label\n".utf8) + Array("x.png,1\n".utf8), to: "table.csv")
      #expect(try refusal(["evaluate", "a", "--dataset", "table.csv"]).contains("x.png"))
      #expect(
        try refusal(["train", "--dataset", "numbers", "--separator", "_"]).contains("belongs to the task read"))
      #expect(
        try refusal(["train", "--recipe", "reading.yaml", "--set", "data.alphabet=AAB"]).contains(
          "data.alphabet is wrong: a character is in the alphabet twice"))
      #expect(!sandbox.entries("runs").contains { $0 != "a" })
    }

    /// Texts that do not fit are left out of a training, too, and the run goes on with the same ones.
    @Test func longTextsAreSkippedInTraining() throws {
      try TextDatasets.writeOthers(to: sandbox, "some") {
        $1 < 4 ? "\(String(repeating: $0, count: 6))_\($1).png" : "\($0)_\($1).png"
      }
      let refused = try refusal(["train", "--recipe", "reading.yaml", "--dataset", "some"])
      #expect(refused.contains("a text does not fit into the model's columns in ./some/"))
      try train("some", ["--dataset", "some", "--skip-bad", "--validation", "6", "--epochs", "1"])
      let resumed = try sandbox.run(["train", "--resume", "some", "--epochs", "2", "--threads", "1", "--json"])
      #expect(resumed.status == 0 && resumed.errors.contains("4 pictures were left out for a text that does not fit"))
      #expect(try sandbox.run(["evaluate", "some", "--split", "train", "--json"]).json()["texts"]?.int == 20)
    }

    /// A test picture that is a training picture is counted wherever it would be tested with.
    @Test func picturesOfBothPartsAreTold() throws {
      let words = "1 of 41 test images is in the training part, too"
      let name = sandbox.entries("numbers/train")[0]
      try sandbox.write(try sandbox.bytes("numbers/train/\(name)"), to: "numbers/test/\(name)")
      let trained = try sandbox.run(
        ["train", "--recipe", "reading.yaml", "--name", "a", "--threads", "1", "--epochs", "1", "--json"])
      #expect(trained.status == 0 && trained.errors.contains(words), "\(trained.errors)")
      #expect(try sandbox.run(["evaluate", "a"]).errors.contains(words))
      #expect(try sandbox.run(["data", "numbers"]).output.contains(words))
    }

    /// A run whose data was edited is looked at on what there is now, and that is said.
    @Test func editedTestPicturesAreTold() throws {
      try train("a", ["--epochs", "1"])
      let evaluated = try sandbox.run(["evaluate", "a"])
      #expect(evaluated.status == 0 && !evaluated.errors.contains("was trained when"), "\(evaluated.errors)")
      let name = sandbox.entries("numbers/test")[0]
      let bytes = try sandbox.bytes("numbers/test/\(name)")
      try FileManager.default.removeItem(atPath: sandbox.file("numbers/test/\(name)"))
      try sandbox.write(bytes, to: "numbers/test/0\(name)")
      let note = "runs/a was trained when the test set of ./numbers had other "
      for arguments in [
        ["evaluate", "a"], ["predict", "a", "--index", "0"], ["report", "a", "-o", "page.html"], ["compare", "a", "a"],
      ] {
        let result = try sandbox.run(arguments)
        #expect(result.status == 0 && result.errors.contains("note: " + note), "\(arguments): \(result.errors)")
      }
      // Another set is no changed one.
      try TextDatasets.writeOthers(to: sandbox, "plates") { "\($0)_\($1).png" }
      #expect(!(try sandbox.run(["evaluate", "a", "--dataset", "plates"])).errors.contains("was trained when"))
    }
  }
}
