import InklingEngine
import Testing

@Suite struct WeightsDigestTests {
  private let tensors = [
    NamedTensor(name: "conv2.weight", shape: [2], values: [-0.0, 3]),
    NamedTensor(name: "conv10.weight", shape: [1, 2], values: [1, 2]),
    NamedTensor(name: "Z", shape: [], values: [0.5]),
  ]

  /// The digest of 0.5, 1, 2, -0, 3, computed with Python's struct and hashlib.
  private let expected = "2c63a8a831053f5c4e0e9143e6958c15ccfb1298fb69320b311315d30cee6df4"

  @Test func coversTheBytesInNameOrder() {
    #expect(weightsSHA256(of: tensors) == expected)
    #expect(weightsSHA256(of: tensors.reversed()) == expected)
  }

  @Test func seesTheSignOfZero() {
    var changed = tensors
    changed[0].values[0] = 0
    #expect(weightsSHA256(of: changed) != expected)
  }
}
