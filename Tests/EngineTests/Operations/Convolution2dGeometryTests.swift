import InklingKernelInterface
import Testing

@testable import InklingEngine

@Suite struct Convolution2dGeometryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var kernel: Extent2d
    var stride: Extent2d = 1
    var padding: Extent2d = 0
    var dilation: Extent2d = 1
    var input: Extent2d
    var testDescription: String { "\(kernel), stride \(stride), padding \(padding), dilation \(dilation) on \(input)" }
  }

  static let cases = [
    Case(kernel: 5, input: Extent2d(12, 9)), Case(kernel: 1, input: 3),
    Case(kernel: 3, padding: 1, input: Extent2d(4, 5)),
    Case(kernel: 3, stride: 2, padding: 1, input: Extent2d(7, 8)), Case(kernel: 2, stride: 3, input: Extent2d(8, 9)),
    Case(kernel: 3, stride: 2, padding: 3, dilation: 3, input: Extent2d(6, 7)),
    Case(
      kernel: Extent2d(2, 5), stride: Extent2d(1, 4), padding: Extent2d(1, 2), dilation: Extent2d(3, 1),
      input: Extent2d(5, 11)),
    Case(kernel: 7, padding: 3, input: 1), Case(kernel: 1, stride: 4, padding: 2, input: 6),
  ]

  private func geometry(_ test: Case, inputs: Int = 3, outputs: Int = 2) throws -> Convolution2dGeometry {
    func size(_ size: Int, _ k: Int, _ s: Int, _ p: Int, _ d: Int) throws -> Int {
      try #require(Convolution2dGeometry.outputSize(size, kernel: k, stride: s, padding: p, dilation: d))
    }
    return Convolution2dGeometry(
      operation: Graph.Operation.Conv2d(
        inChannels: inputs, outChannels: outputs, kernelSize: test.kernel, stride: test.stride, padding: test.padding,
        dilation: test.dilation), input: test.input,
      output: try Extent2d(
        size(test.input.height, test.kernel.height, test.stride.height, test.padding.height, test.dilation.height),
        size(test.input.width, test.kernel.width, test.stride.width, test.padding.width, test.dilation.width)))
  }

  /// Every input element's gradient is written, and written once.
  @Test(arguments: cases)
  func inputGradientClassesCoverEachPositionOnce(test: Case) throws {
    let geometry = try geometry(test)
    let outputs = geometry.inputGradientClasses().flatMap { $0.positions.map { Int($0.output) } }
    #expect(outputs.sorted() == (0..<test.input.height * test.input.width).map { $0 * 64 })
  }

  /// The terms of each input position's sum are exactly those of the definition.
  @Test(arguments: cases)
  func inputGradientTapsAreTheDefinitions(test: Case) throws {
    let geometry = try geometry(test)
    for (taps, positions) in geometry.inputGradientClasses() {
      for position in positions {
        let (y, x) = (Int(position.output) / 64 / test.input.width, Int(position.output) / 64 % test.input.width)
        var found = Set<[Int]>()
        for tap in taps { found.insert([Int(position.input + tap.input) / 64, Int(tap.weights) / 4]) }
        #expect(found.count == taps.count)
        #expect(found == terms(geometry, y, x))
      }
    }
  }

  /// (place in the output's gradient, place in the transposed weights) for input position (y, x).
  private func terms(_ geometry: Convolution2dGeometry, _ y: Int, _ x: Int) -> Set<[Int]> {
    var terms = Set<[Int]>()
    for o in 0..<geometry.outputs {
      for p in 0..<geometry.output.height {
        for q in 0..<geometry.output.width {
          for u in 0..<geometry.kernel.height {
            for v in 0..<geometry.kernel.width
            where p * geometry.stride.height + u * geometry.dilation.height - geometry.padding.height == y
              && q * geometry.stride.width + v * geometry.dilation.width - geometry.padding.width == x
            {
              terms.insert([
                (o * geometry.output.height + p) * geometry.output.width + q,
                ((o * geometry.kernel.height + u) * geometry.kernel.width + v) * geometry.inputs,
              ])
            }
          }
        }
      }
    }
    return terms
  }

  /// Forward: every tap of every position lies in the padded input, at the definition's place.
  @Test(arguments: cases)
  func tapsAndPositionsAreTheDefinitions(test: Case) throws {
    let geometry = try geometry(test)
    let (taps, positions) = (geometry.taps(), geometry.positions())
    #expect(taps.count == 3 * test.kernel.height * test.kernel.width)
    #expect(taps.map(\.weights) == taps.indices.map { Int32($0 * 2 * 4) })
    #expect(positions.map(\.output) == positions.indices.map { Int32($0 * 64) })
    let plane = geometry.padded.height * geometry.padded.width
    for (index, position) in positions.enumerated() {
      let (p, q) = (index / geometry.output.width, index % geometry.output.width)
      for (number, tap) in taps.enumerated() {
        let (i, u) = (
          number / (test.kernel.height * test.kernel.width), number / test.kernel.width % test.kernel.height
        )
        let row = p * test.stride.height + u * test.dilation.height
        let column = q * test.stride.width + number % test.kernel.width * test.dilation.width
        #expect(row < geometry.padded.height && column < geometry.padded.width)
        #expect(Int(position.input + tap.input) == (i * plane + row * geometry.padded.width + column) * 64)
      }
    }
  }

  /// Windows of four positions: top left, top right, bottom left, bottom right, all to one output.
  @Test func windowsCoverAllButALeftoverRowAndColumn() throws {
    let geometry = try geometry(Case(kernel: 3, input: Extent2d(7, 9)))
    #expect(geometry.output == Extent2d(5, 7))
    let windows = geometry.windowPositions()
    let all = geometry.positions()
    #expect(windows.count == 2 * 3 * 4)
    for (index, position) in windows.enumerated() {
      let (window, corner) = (index / 4, index % 4)
      let (row, column) = (window / 3 * 2 + corner / 2, window % 3 * 2 + corner % 2)
      #expect(position.input == all[row * 7 + column].input)
      #expect(position.output == Int32(window * 64))
    }
  }

  @Test func outputSizesAreThoseOfPyTorch() {
    func size(_ size: Int, _ k: Int, s: Int = 1, p: Int = 0, d: Int = 1) -> Int? {
      Convolution2dGeometry.outputSize(size, kernel: k, stride: s, padding: p, dilation: d)
    }
    #expect(size(28, 5) == 24)
    #expect(size(5, 5) == 1)
    #expect(size(4, 5) == nil)
    #expect(size(4, 5, p: 1) == 2)
    #expect(size(7, 3, s: 2) == 3)
    #expect(size(8, 3, s: 2) == 3)
    #expect(size(8, 3, s: 5) == 2)
    #expect(size(9, 3, d: 4) == 1)
    #expect(size(8, 3, d: 4) == nil)
    #expect(size(1, 7, s: 2, p: 3) == 1)
  }
}
