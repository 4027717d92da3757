import Foundation
import InklingDatasets
import InklingImages
import InklingStore
import InklingTestSupport
import Testing

extension CommandTests {
  /// `teach` and `store`.
  @Suite struct TeachCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      let store = try CorrectionStore(path: sandbox.file("s.sqlite"))
      let images = StrokeStyle.closedFour.images(12, seed: 1)
      for place in 0..<12 {
        let picture = Picture(width: 28, height: 28, samples: Array(images[place]))
        try store.add(
          Correction(
            framed: PictureFile.encode(picture, as: .png),
            model: Correction.ModelIdentity(name: "digits", version: 1, digest: "abc"), answer: "9", probability: 0.5,
            label: "4", contributor: place < 2 ? "first" : "second"))
      }
    }

    private func run(_ arguments: String...) throws -> CommandResult { try sandbox.runWhole(arguments) }

    @Test func teachesKeepsEveryVersionAndGoesBack() throws {
      let taught = try run("teach", "a", "--store", "s.sqlite", "--data", "data", "--margin", "100", "--json")
      #expect(taught.status == 0, "\(taught.errors)")
      let report = try taught.json()
      #expect(report["accepted"] == .bool(true))
      #expect(sandbox.entries("runs/a.versions") == ["1", "2", "current"])
      let again = try run("teach", "a", "--store", "s.sqlite", "--data", "data", "--margin", "100")
      #expect(again.status == 0, "\(again.errors)")
      #expect(again.output.contains("version 3 is used from now on"))
      let back = try run("teach", "a", "--store", "s.sqlite", "--use", "1")
      #expect(back.status == 0, "\(back.errors)")
      #expect(try sandbox.bytes("runs/a.versions/current") == Array("1\n".utf8))
      let none = try run("teach", "a", "--store", "s.sqlite", "--use", "9")
      #expect(none.status == 66 && none.errors.contains("the model has no such version"))
      #expect(try run("evaluate", "runs/a.versions/2/model.safetensors", "--data", "data").status == 0)
      // Where nothing says which one is used, who says it mends that.
      try Data().write(to: URL(fileURLWithPath: sandbox.file("runs/a.versions/current")))
      let unsaid = try run("teach", "a", "--store", "s.sqlite", "--list")
      #expect(unsaid.status == 65 && unsaid.errors.contains("'inkling teach --use NUMBER'"), "\(unsaid.errors)")
      let mended = try run("teach", "a", "--store", "s.sqlite", "--use", "3")
      #expect(mended.status == 0, "\(mended.errors)")
      // A model that is cut off was used, and another answered.
      let path = "runs/a.versions/2/model.safetensors"
      let whole = try sandbox.bytes(path)
      try Data(whole.prefix(whole.count / 2)).write(to: URL(fileURLWithPath: sandbox.file(path)))
      #expect(try run("teach", "a", "--store", "s.sqlite", "--use", "2").status == 65)
      let list = try run("teach", "a", "--store", "s.sqlite", "--list")
      #expect(list.status == 0 && list.output.contains("version 2 is damaged: "), "\(list.output)")
    }

    @Test func othersFilesAreTaughtAsInklingsOwn() throws {
      #expect(try run("export", "a", "-o", "a.onnx").status == 0)
      let taught = try run(
        "teach", "a.onnx", "--store", "s.sqlite", "--named", "digits", "--replay", "mnist", "--data", "data",
        "--weight-share", "0.5", "--margin", "100", "--json")
      #expect(taught.status == 0, "\(taught.errors)")
      #expect(try taught.json()["weight_share"] == .number(0.5))
      #expect(sandbox.entries("a.versions") == ["1", "2", "current"])
      let evaluated = try run("evaluate", "a.versions/2/model.safetensors", "--dataset", "mnist", "--data", "data")
      #expect(evaluated.status == 0, "\(evaluated.errors)")
      // A file that takes its place is a version of its own, and is the one that is taught.
      #expect(try run("export", "a.versions/2/model.safetensors", "-o", "b.onnx").status == 0)
      try FileManager.default.removeItem(atPath: sandbox.file("a.onnx"))
      try FileManager.default.moveItem(atPath: sandbox.file("b.onnx"), toPath: sandbox.file("a.onnx"))
      let replaced = try run(
        "teach", "a.onnx", "--store", "s.sqlite", "--replay", "mnist", "--data", "data", "--margin", "100")
      #expect(replaced.status == 0 && replaced.output.contains("version 4 is used from now on"), "\(replaced.errors)")
      #expect(replaced.errors.contains("not the one that version 2 was taught from: it is version 3"))
      let list = try run("teach", "a.onnx", "--store", "s.sqlite", "--list", "--json")
      let lines = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(list.output.utf8))
      #expect(lines.map { $0["origin"]?.int } == [1, 1, 3, 3])
      #expect(lines.map { $0["current"] } == [.bool(false), .bool(false), .bool(false), .bool(true)])
      // What was taught from the file before would not answer.
      for version in ["1", "2"] {
        let refused = try run("teach", "a.onnx", "--store", "s.sqlite", "--use", version)
        #expect(refused.status == 64 && refused.errors.contains("the version is of another file"), "\(refused.errors)")
      }
      try FileManager.default.removeItem(atPath: sandbox.file("a.onnx"))
      #expect(try run("export", "a", "-o", "a.onnx").status == 0)
      // Version 4 was taught from version 2's weights, which were taught from this file's: it still answers.
      let first = try run("teach", "a.onnx", "--store", "s.sqlite", "--list", "--json")
      let firstLines = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(first.output.utf8))
      #expect(firstLines.map { $0["current"] } == [.bool(false), .bool(false), .bool(false), .bool(true)])
      #expect(try run("teach", "a.onnx", "--store", "s.sqlite", "--use", "2").status == 0)
      try FileManager.default.removeItem(atPath: sandbox.file("a.onnx"))
      let gone = try run("teach", "a.onnx", "--store", "s.sqlite", "--list")
      #expect(gone.status == 0 && gone.errors.contains("which version answers is not known"), "\(gone.errors)")
      let other = try run("teach", "a.onnx", "--store", "s.sqlite", "--named", "letters")
      #expect(other.status == 66 && other.errors.contains("the store has no corrections of this model"))
      let builtIn = try run("teach", "--store", "s.sqlite", "--classes", "a,b")
      #expect(builtIn.status == 64 && builtIn.errors.contains("the built-in model says everything itself"))
      // Another file of that name but for its ending has no versions of its own there.
      try Data().write(to: URL(fileURLWithPath: sandbox.file("a.onnx")))
      for arguments in [[], ["--list"]] {
        try? FileManager.default.copyItem(
          atPath: sandbox.file("runs/a/model.safetensors"), toPath: sandbox.file("a.safetensors"))
        let refused = try sandbox.runWhole(["teach", "a.safetensors", "--store", "s.sqlite"] + arguments)
        #expect(refused.status == 64 && refused.errors.contains("the versions of another model's file"))
      }
      let share = try run("teach", "a", "--store", "s.sqlite", "--data", "data", "--weight-share", "0")
      #expect(share.status == 64 && share.errors.contains("--weight-share is out of range: expected above 0 to 1"))
    }

    /// A file that says everything of itself, and weights alone, whose network and pixels the options name.
    @Test(arguments: [
      ("keras/sequential_classic.keras", ["--classes", digits, "--pixels", "0..1"]),
      ("files/seednet_state_dict.pt", ["--as", "lenet", "--classes", digits, "--pixels", "-1..1"]),
      ("files/seednet_checkpoint.pt", ["--model", "lenet", "--classes", digits, "--pixels", "-1..1"]),
    ])
    func kerasFilesAndPyTorchsAreTaught(golden: String, options: [String]) throws {
      let name = golden.components(separatedBy: "/")[1]
      try FileManager.default.copyItem(atPath: Goldens.path(of: golden), toPath: sandbox.file(name))
      let taught = try sandbox.runWhole(
        ["teach", name, "--store", "s.sqlite", "--replay", "mnist", "--data", "data", "--force", "--json"] + options)
      #expect(taught.status == 0, "\(taught.errors)")
      #expect(try taught.json()["accepted"] == .bool(true))
      let stem = name.components(separatedBy: ".")[0]
      #expect(sandbox.entries("\(stem).versions") == ["1", "2", "current"])
      // What the file did not say is in the versions: they need no options.
      for version in 1...2 {
        let evaluated = try run(
          "evaluate", "\(stem).versions/\(version)/model.safetensors", "--dataset", "mnist", "--data", "data")
        #expect(evaluated.status == 0, "\(evaluated.errors)")
      }
    }

    private static let digits = "0,1,2,3,4,5,6,7,8,9"

    @Test func listsExportsAndDeletes() throws {
      let list = try run("store", "list", "--store", "s.sqlite")
      #expect(list.output.hasSuffix("12 corrections\n"))
      for form in ["png", "idx"] {
        let made = try run("store", "export", "out-\(form)", "--store", "s.sqlite", "--form", form)
        #expect(made.output == "12 drawings in out-\(form)\n", "\(made.errors)")
      }
      #expect(try run("data", "./out-idx").status == 0)
      let other = try run("store", "export", "other", "--store", "s.sqlite", "--model", "other")
      #expect(other.status == 66 && other.errors.contains("the store has no corrections of this model"))
      #expect(try run("store", "list", "--store", "s.sqlite", "--model", "digits").output.hasSuffix("12 corrections\n"))
      #expect(try run("store", "list", "--store", "s.sqlite", "--model", "other").output.hasSuffix("0 corrections\n"))
      let refused = try run("store", "export", "out-png", "--store", "s.sqlite")
      #expect(refused.status == 73 && refused.errors.contains("the folder has something in it"))
      #expect(
        try run("store", "delete", "--contributor", "first", "--store", "s.sqlite").output == "2 corrections deleted\n")
      let some = try run("store", "delete", "3", "3", "99", "98", "--store", "s.sqlite")
      #expect(some.status == 0 && some.output == "1 correction deleted\n")
      #expect(some.errors.contains("note: the store has no correction of the number 99, 98"), "\(some.errors)")
      let json = try run("store", "delete", "4", "99", "--store", "s.sqlite", "--json").json()
      #expect(json["deleted"] == .number(1) && json["missing"] == .array([.number(99)]))
      for wrong in [["3"], ["98", "99"], ["--contributor", "first"], ["--contributor", "0123456789abcdef"]] {
        let none = try sandbox.runWhole(["store", "delete"] + wrong + ["--store", "s.sqlite"])
        #expect(none.status == 66 && none.errors.contains("the store has no"), "\(none.errors)")
      }
      #expect(!sandbox.exists("s.sqlite-wal"))
      #expect(try CorrectionStore(path: sandbox.file("s.sqlite")).count() == 8)
    }

    /// Fewer drawings than a batch has: the documents promised that two classes suffice.
    @Test func aFewDrawingsAreTrainedOnInSmallBatches() throws {
      let store = try CorrectionStore(path: sandbox.file("few.sqlite"))
      for (style, label) in [(StrokeStyle.closedFour, "4"), (.barredSeven, "7")] {
        let images = style.images(3, seed: 1)
        for place in 0..<3 {
          let picture = Picture(width: 28, height: 28, samples: Array(images[place]))
          try store.add(
            Correction(
              framed: PictureFile.encode(picture, as: .png),
              model: Correction.ModelIdentity(name: "digits", version: 1, digest: "abc"), answer: "9",
              probability: 0.5, label: label, contributor: "first"))
        }
      }
      #expect(try run("store", "export", "few", "--store", "few.sqlite").status == 0)
      let large = try run("train", "--dataset", "few/labels.csv", "--epochs", "1", "--name", "few")
      #expect(large.status != 0 && large.errors.contains("batch_size is larger than the training set"))
      let trained = try run(
        "train", "--dataset", "few/labels.csv", "--epochs", "1", "--name", "few", "--batch-size", "4")
      #expect(trained.status == 0, "\(trained.errors)")
    }

    @Test func whatIsMissingIsSaidSo() throws {
      let none = try run("teach", "a", "--store", "none.sqlite")
      #expect(none.status == 66 && none.errors.contains("the store cannot be opened"))
      #expect(try run("store", "delete", "1", "--store", "none.sqlite").status == 66)
      #expect(!sandbox.exists("none.sqlite"))
      #expect(try run("store", "delete", "--store", "s.sqlite").status == 64)
      #expect(try run("teach", "a", "--store", "s.sqlite", "--list").status == 66)
      // What is refused leaves no folder.
      #expect(try run("teach", "a", "--store", "s.sqlite", "--replay", "none").status != 0)
      #expect(!sandbox.exists("runs/a.versions"))
    }
  }
}
