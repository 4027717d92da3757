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
