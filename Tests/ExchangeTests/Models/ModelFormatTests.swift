import InklingFiles
import Testing

@testable import InklingExchange

@Suite struct ModelFormatTests {
  @Test(arguments: [
    ("a.onnx", ModelFormat.onnx), ("a.safetensors", .inkling), ("x/a.PT", .pt), ("a.pth", .pt), ("a.b.mjs", .js),
    ("a.c", .c), ("a.npz", .npz), ("a.swift", .swift), ("a.html", .html), ("a.htm", .html),
  ])
  func theEndingSaysIt(path: String, format: ModelFormat) throws {
    #expect(try ModelFormat.chosen(nil, for: path) == format)
    #expect(try ModelFormat.chosen(format, for: path) == format)
  }

  /// What reads the file by its name must not be misled.
  @Test func inklingsOwnFileHasNoOthersName() throws {
    for path in ["a", "a.safetensors", "a.INKLING", "a.bin", "x.onnx/a", "a.int8"] {
      #expect(throws: Never.self) { try ModelFormat.requireInkling(path) }
    }
    for path in ["a.onnx", "a.PT", "a.pth", "a.npz", "a.keras", "x/a.h5", "a.c", "a.html", "a.npy"] {
      let error = #expect(throws: InputError.self) { try ModelFormat.requireInkling(path) }
      #expect(error?.kind == .usage && error?.path == path, "\(path)")
    }
    #expect(try ModelFormat.chosen(nil, for: "a.inkling") == .inkling)
    for path in ["a.keras", "a.h5"] {
      #expect(throws: InputError.self) { try ModelFormat.chosen(.inkling, for: path) }
      #expect(throws: InputError.self) { try ModelFormat.chosen(.onnx, for: path) }
    }
  }

  @Test func arraysHaveNoOthersName() throws {
    for path in ["a", "a.npz", "x.csv/a", "a.NPZ", "/dev/stdout"] {
      #expect(throws: Never.self) { try ModelFormat.requireNPZ(path) }
    }
    for path in ["a.csv", "a.npy", "a.json", "a.onnx", "a.safetensors", "x/a.txt"] {
      let error = #expect(throws: InputError.self) { try ModelFormat.requireNPZ(path) }
      #expect(error?.kind == .usage && error?.path == path, "\(path)")
    }
  }

  @Test func whatTheEndingDoesNotSayIsAskedFor() throws {
    for path in ["a.bin", "a", "a.onnx/b", ""] {
      let error = #expect(throws: InputError.self) { try ModelFormat.chosen(nil, for: path) }
      #expect(error?.what == "the file's name does not say which format it is to have" && error?.kind == .usage)
      #expect(try ModelFormat.chosen(.pt, for: path) == .pt)
    }
    #expect(try ModelFormat.chosen(.safetensors, for: "a.safetensors") == .safetensors)
    let error = #expect(throws: InputError.self) { try ModelFormat.chosen(.onnx, for: "a.pt") }
    #expect(error?.what == "the file's name says another format than --format" && error?.found == "pt")
  }
}
