import Foundation
import InklingFiles
import InklingFormats
import InklingTraining
import Testing

@testable import InklingExchange

/// A model of Inkling's own as a function of named arrays.
@Suite final class FileFunctionTests {
  private let path = NSTemporaryDirectory() + "inkling-test-\(UUID().uuidString).safetensors"

  init() throws { try ModelOutputTests.model(nil).save(to: path) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  private static let pixels = (0..<16).map { UInt8($0 * 11) }
  private func bytes(_ name: String) throws -> NamedArray {
    try NamedArray(name: name, elementType: .uint8, shape: [1, 1, 4, 4], bytes: Self.pixels)
  }
  private func floats(_ name: String) -> NamedArray {
    NamedArray(name: name, shape: [1, 1, 4, 4], floats: Self.pixels.map { Float($0) * Float(1 / 255.0) })
  }

  @Test func bytesAndFloatsHaveNames() throws {
    let function = try FileFunction(path)
    let outputs = try [function.run([bytes("pixels")]), function.run([floats("input")])]
    #expect(outputs[0].map(\.name) == ["logits"])
    for (a, b) in zip(try outputs[0][0].floats(), try outputs[1][0].floats()) { #expect(abs(a - b) < 1e-5) }
  }

  /// As ONNX models answer.
  @Test func noImagesHaveNoAnswers() throws {
    let function = try FileFunction(path)
    let none = try NamedArray(name: "pixels", elementType: .uint8, shape: [0, 1, 4, 4], bytes: [])
    for array in [none, NamedArray(name: "input", shape: [0, 1, 4, 4], floats: [])] {
      let output = try function.run([array])[0]
      #expect(output.name == "logits" && output.shape == [0, 3])
    }
    #expect(throws: InputError.self) { try function.run([NamedArray(name: "input", shape: [0, 1, 4], floats: [])]) }
  }

  @Test func anotherNameIsToldTheRightOnes() throws {
    let function = try FileFunction(path)
    for array in [try bytes("input"), try bytes("x"), floats("pixels"), floats("")] {
      let error = #expect(throws: InputError.self) { try function.run([array]) }
      #expect(error?.what == "the model has no such input" && error?.path == path)
      #expect(error?.expected == "'pixels' of U8, or 'input' of floats that are normalised already")
    }
  }
}
