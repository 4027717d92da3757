import Foundation
import InklingFiles
import InklingFormats
import Testing

@testable import InklingExchange

/// What is refused is said by name. The descriptions are changed copies of a golden's.
@Suite struct KerasRefusalTests {
  /// A golden `.keras` file whose description has one text replaced by another.
  private static func file(_ name: String, _ old: String, _ new: String) throws -> [UInt8] {
    let zip = try ZipFile(bytes: FileBytes.read("\(KerasGoldens.folder)/\(name).keras"))
    var writer = ZipWriter()
    for member in zip.members {
      var bytes = try zip.read(member.name)
      if member.name == "config.json" {
        let text = String(decoding: bytes, as: UTF8.self)
        try #require(text.contains(old), "\(old)")
        bytes = [UInt8](text.replacingOccurrences(of: old, with: new).utf8)
      }
      try writer.add(member.name, bytes)
    }
    return writer.finish()
  }

  private static func sentence(_ name: String, _ old: String, _ new: String) throws -> String {
    let bytes = try file(name, old, new)
    return #expect(throws: InputError.self) { try KerasFile.read(bytes) }?.description ?? ""
  }

  @Test func customClassesAreRefusedByName() throws {
    let text = try Self.sentence(
      "sequential_classic", #""module": "keras.layers", "class_name": "Dropout""#,
      #""module": "mine", "class_name": "Dropout""#)
    #expect(text.contains("(Dropout) is of a custom class, whose code is not run: found mine.Dropout;"))
    let unknown = try Self.sentence("sequential_classic", #""class_name": "Dropout""#, #""class_name": "Fancy""#)
    #expect(unknown.contains("(Fancy) is of a class that is not followed;"))
  }

  /// One more number than the largest shape has.
  @Test func aTooLargeInputIsRefused() throws {
    let text = try Self.sentence("sequential_classic", "[null, 28, 28, 1]", "[null, 8192, 4096, 1]")
    #expect(text.contains("does not say the size of its input"))
  }

  @Test func unknownActivationsAreRefusedByName() throws {
    let text = try Self.sentence("sequential_classic", #""activation": "relu""#, #""activation": "snake""#)
    #expect(text.contains("has an activation that is not followed: found snake."))
  }

  @Test func weightsMustFitTheDescription() throws {
    let text = try Self.sentence("sequential_classic", #""units": 10"#, #""units": 11"#)
    #expect(text.contains("(Dense) has a weight of another shape: expected "))
    let fewer = try Self.sentence("sequential_classic", #""use_bias": true"#, #""use_bias": false"#)
    #expect(fewer.contains("has not the weights that its configuration asks for: expected 1, found 2."))
  }

  @Test func openSizesAreRefused() throws {
    let text = try Self.sentence("functional_residual", "[null, 20, 16, 3]", "[null, null, null, 3]")
    #expect(text.contains("does not say the size of its input"))
  }

  @Test func scalingBehindOtherLayersIsRefused() throws {
    let text = try Self.sentence(
      "sequential_classic", #""class_name": "Dropout", "config": {"#,
      #""class_name": "Rescaling", "config": {"scale": 2, "offset": 0, "#)
    #expect(text.contains("(Rescaling) is behind other layers, where it is not followed;"))
  }

  @Test func modelsThatReadThemselvesAreRefused() throws {
    let text = try Self.sentence(
      "functional_residual", #""keras_history": ["rescaling", 0, 0]"#, #""keras_history": ["logits", 0, 0]"#)
    #expect(text.contains("output does not come from its input"))
  }

  @Test func otherZipFilesAreRefused() throws {
    var writer = ZipWriter()
    try writer.add("a", [1])
    let bytes = writer.finish()
    let error = #expect(throws: InputError.self) { try KerasFile.read(bytes, path: "x") }
    #expect(
      error?.description == "the zip file is no Keras model in x: expected config.json in it, found 1 other members.")
  }

  /// One changed bit anywhere in the weights' file or the description never ends the process.
  @Test func damagedDescriptionsAreRefusedOrRead() throws {
    let bytes = try Self.file("sequential_classic", "{", "{")
    let zip = try ZipFile(bytes: bytes)
    let config = try zip.read("config.json")
    for place in stride(from: 0, to: config.count, by: 31) {
      var damaged = config
      damaged[place] ^= 0x10
      var writer = ZipWriter()
      try writer.add("config.json", damaged)
      try writer.add("model.weights.h5", zip.read("model.weights.h5"))
      _ = try? KerasFile.read(writer.finish())
    }
  }
}
