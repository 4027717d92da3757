import InklingEngine
import InklingFiles
import InklingFormats
import InklingQuantization
import Testing

struct QuantizedModelTests {
  private func images(_ graph: Graph, _ count: Int, seed: UInt64) -> [UInt8] {
    var numbers = TestedNetworks.Numbers(seed: seed)
    return numbers.bytes(count * graph.inputShape.count)
  }

  private func quantized(_ graph: Graph, by calibration: Calibration = .extremes) throws -> QuantizedModel {
    try QuantizedModel(
      graph, parameters: TestedNetworks.parameters(graph, seed: 5),
      normalization: TestedNetworks.normalization(graph), calibratedOn: images(graph, 100, seed: 3), by: calibration)
  }

  private func classes(_ logits: [Float]) -> [Int] {
    stride(from: 0, to: logits.count, by: TestedNetworks.outputs).map { start in
      (0..<TestedNetworks.outputs).max { logits[start + $0] < logits[start + $1] } ?? 0
    }
  }

  /// Random weights are the worst case: a step of a range is 0.4 per cent of it, and errors add up over layers.
  @Test func answersNearlyAsTheEngineDoes() throws {
    for graph in try TestedNetworks.graphs() + [TestedNetworks.small()] {
      let model = try quantized(graph)
      let fresh = images(graph, 200, seed: 8)
      let session = try InferenceSession(
        graph, parameters: TestedNetworks.parameters(graph, seed: 5),
        normalization: TestedNetworks.normalization(graph), threads: 1)
      let (expected, found) = (session.logits(images: fresh), try QuantizedSession(model).logits(images: fresh))
      try #require(found.count == expected.count)
      let spread = (expected.max() ?? 0) - (expected.min() ?? 0)
      let error = zip(expected, found).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) / Float(expected.count)
      #expect(error.squareRoot() < 0.02 * spread, "\(graph.inputShape): \(error.squareRoot()) of \(spread)")
      let same = zip(classes(expected), classes(found)).count { $0 == $1 }
      #expect(same >= 180, "\(graph.inputShape): \(same) of 200")
    }
  }

  /// Every product and sum by hand, in Double, from the model's own bytes and ranges.
  @Test func multipliesBytesExactly() throws {
    let graph = try Graph(
      tracing: Conv2d(2, 4, kernelSize: Extent2d(3, 2), stride: Extent2d(2, 1), padding: Extent2d(2, 1), groups: 2),
      input: [2, 5, 4])
    let model = try quantized(graph)
    let weights = try #require(model.weights["weight"])
    let range = try #require(model.ranges[0])
    let pixels = images(graph, 1, seed: 12)
    let shape = model.graph.outputShape
    let found = try QuantizedSession(model).logits(images: pixels)
    for place in 0..<shape.count {
      let (o, p, q) = (place / shape.plane, place % shape.plane / shape.width, place % shape.width)
      var sum = Int(weights.bias[o])
      for u in 0..<3 {
        for v in 0..<2 {
          let (y, x) = (p * 2 + u - 2, q + v - 1)
          guard y >= 0, y < 5, x >= 0, x < 4 else { continue }
          let channel = o / 2
          let number =
            Float(pixels[(channel * 5 + y) * 4 + x]) * model.normalization.scale[channel]
            + model.normalization.shift[channel]
          sum += (Int(range.byte(number)) - Int(range.zeroPoint)) * Int(weights.values[(o * 3 + u) * 2 + v])
        }
      }
      let expected = Double(sum) * Double(range.scale) * Double(weights.scales[o])
      #expect(abs(Double(found[place]) - expected) <= 1e-6 * abs(expected), "place \(place)")
    }
  }

  @Test func foldsNormalizations() throws {
    for graph in try TestedNetworks.graphs() {
      let model = try quantized(graph)
      let session = try InferenceSession(
        model.graph, parameters: model.parameters, normalization: model.normalization, threads: 1)
      let original = try InferenceSession(
        graph, parameters: TestedNetworks.parameters(graph, seed: 5), normalization: model.normalization, threads: 1)
      let fresh = images(graph, 20, seed: 8)
      for (mine, own) in zip(session.logits(images: fresh), original.logits(images: fresh)) {
        #expect(abs(mine - own) < 1e-4)
      }
    }
    let names = try quantized(try TestedNetworks.graphs()[0]).graph.nodes.map(\.operation.name)
    // The linear layer before this one has another reader.
    #expect(names.filter { $0.hasPrefix("BatchNorm") } == ["BatchNorm1d"])
    let open = try quantized(try TestedNetworks.graphs()[1]).graph.nodes.map(\.operation.name)
    #expect(open.filter { $0.hasPrefix("BatchNorm") } == ["BatchNorm2d"])
  }

  @Test func comesBackFromItsArrays() throws {
    for graph in try TestedNetworks.graphs() {
      let model = try quantized(graph)
      let again = try QuantizedModel(
        graph: model.graph, normalization: model.normalization, arrays: try model.arrays)
      #expect(again.weights == model.weights && again.ranges == model.ranges)
      let fresh = images(graph, 5, seed: 4)
      #expect(try QuantizedSession(again).logits(images: fresh) == QuantizedSession(model).logits(images: fresh))
    }
  }

  @Test func refusesWrongArrays() throws {
    let model = try quantized(try TestedNetworks.small())
    func sentence(_ change: (inout [NamedArray]) throws -> Void) throws -> String {
      var arrays = try model.arrays
      try change(&arrays)
      do throws(InputError) {
        _ = try QuantizedModel(graph: model.graph, normalization: model.normalization, arrays: arrays)
        return "none"
      } catch {
        return error.description
      }
    }
    func replace(_ arrays: inout [NamedArray], _ name: String, _ floats: [Float]) {
      for place in arrays.indices where arrays[place].name == name {
        arrays[place] = NamedArray(name: name, shape: [floats.count], floats: floats)
      }
    }
    #expect(try sentence { _ in } == "none")
    #expect(
      try sentence { $0.removeFirst() }
        == "the quantised model's array 0.weight is not there as it should be: expected I8 [3, 1, 3, 3], found none.")
    #expect(
      try sentence { replace(&$0, "0.weight.scale", [1, 1]) }
        == "the quantised model's array 0.weight.scale is not there as it should be: expected F32 [3], found F32 [2].")
    #expect(
      try sentence { replace(&$0, "0.weight.scale", [1, 0, 1]) }
        == "the quantised weight 0.weight is none: expected positive scales, biases up to 2^30, "
        + "at most 32768 products in a sum.")
    #expect(
      try sentence { replace(&$0, "quantization.scale", [0, 0, 0, 0, 0]) }
        == "the quantised model has no range for the input of 0: expected a positive scale.")
    #expect(
      try sentence { replace(&$0, "quantization.scale", [-1, 0, 0, 0, 0]) }
        == "a range of the quantised model is none: expected a scale, found -1.0.")
  }

  @Test func refusesImagesThatAreNone() throws {
    let graph = try TestedNetworks.small()
    for images in [[], [UInt8](repeating: 0, count: 37)] {
      do throws(InputError) {
        _ = try QuantizedModel(
          graph, parameters: TestedNetworks.parameters(graph, seed: 5),
          normalization: TestedNetworks.normalization(graph), calibratedOn: images)
        Issue.record("no error")
      } catch {
        #expect(
          error.description
            == "the calibration images are not the network's: expected images of 36 bytes, 1x6x6, "
            + "found \(images.count) bytes, 1 channels.")
      }
    }
  }

  @Test func percentilesCutWhatIsRare() throws {
    let graph = try TestedNetworks.graphs()[2]
    let (all, cut) = (try quantized(graph), try quantized(graph, by: .percentile(0.99)))
    let node = try #require(all.graph.nodes.firstIndex { $0.operation.name == "ReLU" })
    let (wide, narrow) = (try #require(all.ranges[node]), try #require(cut.ranges[node]))
    #expect(narrow.scale < wide.scale && narrow.scale > 0.3 * wide.scale)
  }
}
