import InklingFormats
import Testing

@testable import InklingONNX

/// Bounds of slices as onnxruntime 1.32 takes them: each row was given by it, of the numbers 0 to 3. `Tests/Peers/slices.py`
/// holds some thousand more against it.
struct ONNXSliceTests {
  @Test(
    arguments: [
      (0, Int64.max, -1, [0]),
      (Int64.max, Int64.min, -1, [3, 2, 1, 0]),
      (Int64.min, Int64.min, -1, [0]),
      (Int64.min, Int64.max, -1, [0]),
      (3, Int64.max, -1, [3, 2, 1, 0]),
      (3, 2_147_483_647, -2, [3, 1]),
      (3, -6, -1, [3, 2, 1, 0]),
      (3, Int64.min + 1, -2, [3, 1]),
      (-1, -5, -1, [3, 2, 1, 0]),
      (-6, -6, -1, [0]),
      (Int64.max, 0, -1, [3, 2, 1]),
      (Int64.max, Int64.max, -3, [3, 0]),
      (5, 1, -2, [3]),
      (0, Int64.max, 1, [0, 1, 2, 3]),
      (Int64.min, Int64.max, 2, [0, 2]),
      (Int64.min, Int64.min, 1, []),
      (Int64.max, Int64.max, 1, []),
      (-3, Int64.max - 1, 2, [1, 3]),
      (-4, 2_147_483_647, 3, [0, 3]),
      (1, Int64.max, Int64.max, [1]),
      (3, Int64.min, Int64.min, [3]),
      (2, 1, 1, []),
      (4, -4, Int64.min, [3]),
      (0, Int64.min, -1, [0]),
    ] as [(Int64, Int64, Int64, [Float])])
  func boundsAreOnnxruntimes(start: Int64, end: Int64, step: Int64, expected: [Float]) throws {
    let inputs = [
      NamedArray(name: "x", shape: [4], floats: [0, 1, 2, 3]), NamedArray(name: "s", shape: [1], integers: [start]),
      NamedArray(name: "e", shape: [1], integers: [end]), NamedArray(name: "a", shape: [1], integers: [0]),
      NamedArray(name: "t", shape: [1], integers: [step]),
    ]
    let outputs = try ONNXRunner(ONNXExamples.single("Slice", inputs)).run(inputs)
    #expect(try outputs[0].floats() == expected)
  }

  /// Of nothing there is nothing, whichever way.
  @Test(arguments: [Int64(1), -1, Int64.max, Int64.min]) func anEmptyAxis(step: Int64) throws {
    let inputs = [
      NamedArray(name: "x", shape: [0], floats: []), NamedArray(name: "s", shape: [1], integers: [0]),
      NamedArray(name: "e", shape: [1], integers: [Int64.max]), NamedArray(name: "a", shape: [1], integers: [0]),
      NamedArray(name: "t", shape: [1], integers: [step]),
    ]
    #expect(try ONNXRunner(ONNXExamples.single("Slice", inputs)).run(inputs)[0].shape == [0])
  }
}
