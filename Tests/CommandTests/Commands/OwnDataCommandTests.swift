import Foundation
import InklingFiles
import InklingFormats
import InklingTestSupport
import Testing

extension CommandTests {
  /// `--dataset PATH` from the training to the files that an evaluation leaves.
  @Suite struct OwnDataCommandTests {
    private let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox(nil)
      try OwnDatasets.write(to: sandbox)
    }

    private func object(_ text: String) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func picturesAreTrainedOnAndEvaluated() throws {
      let trained = try sandbox.run(["train", "--dataset", "letters", "--epochs", "2", "--name", "abc", "--json"])
      try #require(trained.status == 0, "\(trained.errors)")
      let model = try object(String(decoding: try sandbox.bytes("runs/abc/model.json"), as: UTF8.self))
      #expect(model["class_names"] as? [String] == ["a", "b", "c"])
      #expect(sandbox.entries("cache/inkling/pictures").count == 1)
      // Damaged, it is made anew, and the data is still the run's.
      let cache = try #require(sandbox.entries("cache/inkling/pictures").first)
      try sandbox.write([1, 2, 3], to: "cache/inkling/pictures/\(cache)")
      let files = ["--predictions", "p.npz", "--confusion", "c.csv", "--features", "f.npz"]
      let evaluated = try sandbox.run(["evaluate", "abc", "--json"] + files)
      try #require(evaluated.status == 0, "\(evaluated.errors)")
      let count = try #require(try object(evaluated.output)["count"] as? Int)
      let arrays = try NPZ.read(sandbox.file("p.npz"))
      #expect(arrays.map(\.name) == ["index", "label", "predicted", "probabilities"])
      #expect(arrays[3].shape == [count, 3])
      let rows = try arrays[3].numbers()
      #expect(abs(rows.prefix(3).reduce(0, +) - 1) < 1e-9)
      #expect(try NPZ.read(sandbox.file("f.npz")).first?.shape == [count, 84])
      let confusion = try CSVTable(decoding: try sandbox.bytes("c.csv"))
      #expect(confusion.header == ["truth", "a", "b", "c"] && confusion.rows.count == 3)
      #expect(confusion.rows.flatMap { $0.dropFirst() }.compactMap { Int($0) }.reduce(0, +) == count)
      // A part of it, and another set, whose classes the model does not know.
      #expect(try sandbox.run(["evaluate", "abc", "--dataset", "letters/test", "--json"]).status == 0)
      let other = try sandbox.run(["evaluate", "abc", "--dataset", "mnist.npz"])
      #expect(other.status == 65 && other.errors.contains("the data set's classes are not the model's"))
    }

    @Test func coloursAreCalledSo() throws {
      let bytes = (0..<12 * 192).map { UInt8(truncatingIfNeeded: $0 * $0) }
      let parts = [("train", 8, bytes.prefix(8 * 192)), ("test", 4, bytes.suffix(4 * 192))]
      let arrays = try parts.flatMap { part, count, pixels in
        [
          try NamedArray(
            name: "x_\(part)", elementType: .uint8, shape: [count, 8, 8, 3], bytes: Array(pixels)),
          NamedArray(name: "y_\(part)", shape: [count], integers: (0..<count).map { Int64($0 % 2) }),
        ]
      }
      try NPZ.write(arrays, to: sandbox.file("colours.npz"))
      let output = try sandbox.run(["data", "--dataset", "./colours.npz"]).output
      #expect(output.contains("192 numbers, the colours of each pixel: 8 rows of 8 in 3 channels"), "\(output)")
    }

    /// A class called "two, deux" looked like two.
    @Test func namesWithACommaStandInQuotes() throws {
      for name in ["one", "two, deux"] {
        let folder = sandbox.file("names/\(name)")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try sandbox.write(Array("P5\n2 2\n255\n1234".utf8), to: "names/\(name)/1.pgm")
      }
      let output = try sandbox.run(["data", "./names"]).output
      #expect(output.contains(#"a number from 0 to 1: one, "two, deux""#), "\(output)")
    }

    @Test func whatCountsForPicturesIsRefusedElsewhere() throws {
      for command in [["data"], ["train", "--epochs", "1"]] {
        let result = try sandbox.run(command + ["--dataset", "./mnist.npz", "--skip-corrupt"])
        #expect(result.status == 64 && result.lastError.contains("found an .npz file"), "\(result.errors)")
      }
      #expect(try sandbox.run(["data", "./letters", "--skip-corrupt"]).status == 0)
    }

    /// The page stood in the place of the data.
    @Test func aReportOverItsDataIsRefused() throws {
      let before = try sandbox.bytes("mnist.npz")
      let result = try sandbox.run(["data", "mnist.npz", "--report", "./mnist.npz", "--mapped", "10", "--skip-labels"])
      #expect(result.status == 64 && result.lastError.contains("the output is its own input"), "\(result.errors)")
      #expect(try sandbox.bytes("mnist.npz") == before)
    }

    @Test func aChangedSetIsNotGoneOnWith() throws {
      let started = ["train", "--dataset", "./mnist.npz", "--epochs", "1", "--name", "a", "--json"]
      try #require(try sandbox.run(started).status == 0)
      try FileManager.default.moveItem(atPath: sandbox.file("mnist.npz"), toPath: sandbox.file("moved.npz"))
      let gone = try sandbox.run(["train", "--resume", "a", "--epochs", "2"])
      #expect(gone.status == 66 && gone.errors.contains("there is no such data set in ./mnist.npz"))
      let moved = try sandbox.run(["train", "--resume", "a", "--epochs", "2", "--dataset", "moved.npz", "--json"])
      #expect(moved.status == 0, "\(moved.errors)")
      var arrays = try OwnDatasets.arrays()
      var bytes = arrays[0].bytes
      bytes[5] ^= 1
      arrays[0] = try NamedArray(name: "x_train", elementType: .uint8, shape: arrays[0].shape, bytes: bytes)
      try NPZ.write(arrays, to: sandbox.file("moved.npz"))
      let changed = try sandbox.run(["train", "--resume", "a", "--epochs", "3"])
      #expect(changed.status == 65 && changed.errors.contains("with other training images"))
    }

    /// The same digits in each form give the same weights.
    @Test func everyFormGivesTheSameWeights() throws {
      func weights(_ path: String) throws -> String? {
        let result = try sandbox.run(["train", "--dataset", path, "--epochs", "1", "--json"])
        #expect(result.status == 0, "\(result.errors)")
        return try object(result.output)["weights_sha256"] as? String
      }
      try TinyDataset.digits.write(to: sandbox.file("idx"))
      let first = try #require(try weights("mnist.npz"))
      #expect(try weights("tables") == first)
      #expect(try weights("idx") == first)
    }

    @Test func aSetWithoutATestPartIsTrainedOn() throws {
      let path = "letters/train"
      let trained = try sandbox.run(
        ["train", "--dataset", path, "--epochs", "1", "--validation", "0.2", "--name", "a", "--json"])
      try #require(trained.status == 0, "\(trained.errors)")
      #expect(try object(trained.output)["test"] == nil && trained.errors.contains("there is no test part"))
      let own = try sandbox.run(["evaluate", "a"])
      #expect(own.status == 64 && own.errors.contains("its images are those that the model was trained on"))
      // What it held out is what it can be asked for.
      for arguments in [["predict", "a", "--index", "0"], ["explain", "a", "--index", "0", "-o", "x.html"]] {
        let result = try sandbox.run(arguments)
        #expect(result.status == 64 && result.errors.contains("no test part"), "\(result.errors)")
      }
      let bytes = try sandbox.run(["quantize", "a", "-o", "q.safetensors", "--calibration", "5"])
      #expect(bytes.status == 0 && bytes.errors.contains("no test part: the figures are those of the images"))
      #expect(bytes.output.contains("held-out"), "\(bytes.output)")
      let whole = try sandbox.run(["train", "--dataset", path, "--epochs", "1", "--name", "whole"])
      #expect(whole.status == 0 && !whole.output.contains("evaluate  "), "\(whole.output)")
      let held = try sandbox.run(["train", "--dataset", path, "--epochs", "1", "--validation", "0.2", "--name", "held"])
      #expect(held.output.contains("inkling evaluate runs/held --split validation\n"), "\(held.output)")
      let refused = try sandbox.run(["quantize", "whole", "-o", "q.safetensors"])
      #expect(refused.status == 64 && refused.errors.contains("no test part"), "\(refused.errors)")
      #expect(try sandbox.run(["evaluate", "a", "--split", "validation"]).status == 0)
      #expect(try sandbox.run(["data", path, "--json"]).status == 0)
      #expect(try sandbox.run(["data", path]).status == 0)
      #expect(try sandbox.run(["train", "--dataset", path, "--epochs", "1", "--verbose"]).status == 0)
    }

    /// Neither a shift nor a picture more or less makes a test set of what the model was trained on.
    @Test func trainedImagesAreNoTestInAnyForm() throws {
      var arrays = Array(try OwnDatasets.arrays().prefix(2))
      try NPZ.write(arrays, to: sandbox.file("own.npz"))
      let trained = try sandbox.run(["train", "--dataset", "./own.npz", "--epochs", "1", "--name", "a"])
      try #require(trained.status == 0, "\(trained.errors)")
      let few = [
        "train", "--dataset", "./own.npz", "--set", "data.images_per_class=2", "--epochs", "1", "--name", "few",
      ]
      try #require(try sandbox.run(few + ["--batch-size", "4"]).status == 0)
      func fewer(_ array: NamedArray) throws -> NamedArray {
        let count = array.shape[0] - 1
        return try NamedArray(
          name: array.name, elementType: array.elementType, shape: [count] + array.shape.dropFirst(),
          bytes: Array(array.bytes.prefix(array.bytes.count / array.shape[0] * count)))
      }
      arrays = try arrays.map(fewer)
      try NPZ.write(arrays, to: sandbox.file("fewer.npz"))
      for (model, options) in [
        ("a", []), ("a", ["--shift", "thick"]), ("a", ["--dataset", "./fewer.npz"]),
        ("few", ["--dataset", "./own.npz"]),
        ("few", ["--dataset", "./fewer.npz", "--shift", "inverted"]),
      ] {
        let result = try sandbox.run(["evaluate", model] + options)
        #expect(result.status == 64 && result.errors.contains("no test part"), "\(model) \(options): \(result.errors)")
      }
      // What was held out was not trained on.
      let halves = ["train", "--dataset", "./own.npz", "--validation", "0.5", "--epochs", "1", "--name", "half"]
      try #require(try sandbox.run(halves).status == 0)
      let held = ["evaluate", "half", "--split", "validation", "--predictions", "held.npz"]
      try #require(try sandbox.run(held).status == 0)
      let places = try #require(try NPZ.read(sandbox.file("held.npz")).first).integers()
      let whole = try OwnDatasets.arrays()
      try NPZ.write(
        [("x_train", 0), ("y_train", 1)].map { name, part in
          let (array, size) = (whole[part], whole[part].bytes.count / whole[part].shape[0])
          let bytes = places.flatMap { Array(array.bytes)[Int($0) * size..<(Int($0) + 1) * size] }
          return try NamedArray(
            name: name, elementType: array.elementType, shape: [places.count] + array.shape.dropFirst(), bytes: bytes)
        }, to: sandbox.file("unseen.npz"))
      let unseen = try sandbox.run(["evaluate", "half", "--dataset", "./unseen.npz"])
      #expect(unseen.status == 0, "\(unseen.errors)")
      // Others it has not seen.
      try NPZ.write(
        [("x_train", 2), ("y_train", 3)].map { name, place in
          let array = try OwnDatasets.arrays()[place]
          return try NamedArray(
            name: name, elementType: array.elementType, shape: array.shape, bytes: Array(array.bytes))
        }, to: sandbox.file("others.npz"))
      let others = try sandbox.run(["evaluate", "few", "--dataset", "./others.npz"])
      #expect(others.status == 0, "\(others.errors)")
    }

    @Test func whatIsWrongIsSaidOnce() throws {
      try sandbox.write([1, 2, 3], to: "letters/train/a/broken.png")
      let refused = try sandbox.run(["train", "--dataset", "letters", "--epochs", "1"])
      #expect(refused.status == 65 && refused.errors.contains("letters/train/a/broken.png"))
      #expect(sandbox.entries("runs").isEmpty)
      let counted = try sandbox.run(["train", "--dataset", "letters", "--epochs", "1", "--skip-corrupt", "--name", "a"])
      #expect(counted.status == 0 && counted.errors.contains("1 damaged picture was left out"))
      #expect(try sandbox.run(["evaluate", "a"]).status == 0)
      let known = try sandbox.run(["data", "strokes", "--image-size", "1x14x14"])
      #expect(known.status == 64 && known.errors.contains("for data sets of one's own"))
      let nothing = try sandbox.run(["train", "--dataset", "minst", "--epochs", "1"])
      #expect(nothing.status == 64 && nothing.errors.contains("minst"))
      #expect(try sandbox.run(["evaluate", "a", "--predictions", "x.txt"]).status == 64)
    }
  }
}
