import InklingEngine
import Testing

@testable import InklingExchange

@Suite struct KerasLayerTests {
  /// Keras's own groups in `.keras` files.
  @Test(arguments: [
    ("Conv2D", "conv2d"), ("BatchNormalization", "batch_normalization"), ("PReLU", "p_re_lu"), ("ReLU", "re_lu"),
    ("LeakyReLU", "leaky_re_lu"), ("ELU", "elu"), ("GlobalAveragePooling2D", "global_average_pooling2d"),
    ("ZeroPadding2D", "zero_padding2d"), ("SeparableConv2D", "separable_conv2d"), ("Dense", "dense"), ("aBc", "a_bc"),
  ]) func groupsAreNamedAsKerasDoes(kind: String, group: String) {
    #expect(KerasLayer.snakeCase(kind) == group)
  }

  @Test func placesFollowTheDimensions() {
    // [H, W, C] of 2, 1, 3 in [C, H, W].
    #expect(KerasLayout.axes([1, 2, 0]).places(of: [2, 1, 3]) == [0, 2, 4, 1, 3, 5])
    #expect(KerasLayout.axes([0, 1, 2]).places(of: [2, 1, 3]) == [0, 1, 2, 3, 4, 5])
    let value = KerasValue(node: 1, shape: [3], layout: .order([2, 0, 1]))
    #expect(value.inGraphOrder([10, 11, 12]) == [11, 12, 10])
  }

  /// TensorFlow's rule for "same".
  @Test(arguments: [
    (27, 3, 2, 14, 1, 1), (28, 3, 2, 14, 0, 1), (14, 4, 2, 7, 1, 1), (5, 2, 1, 5, 0, 1), (9, 1, 4, 3, 0, 0),
  ])
  func samePaddingIsTensorFlows(size: Int, kernel: Int, stride: Int, output: Int, before: Int, after: Int) throws {
    let form = ConvolutionForm(
      kernel: .init(kernel, kernel), stride: .init(stride, stride), dilation: 1, isSame: true)
    let found = try #require(form.margin(of: .init(size, size)))
    #expect(found.output == .init(output, output))
    #expect(found.margin.before == .init(before, before))
    #expect(found.margin.after == .init(after, after))
  }
}
