import InklingKernelInterface

/// The weight gradient through fused pooling, which follows the winners.
extension LoweredConvolution2d {
  /// Whether weight gradients visit positions by windows: what a machine that follows the winners does, and so all do, for
  /// the same bits.
  var goesByWindows: Bool { winners != nil && operation.stride == 1 && operation.dilation == 1 }

  private var winnerShape: WinnerShape {
    WinnerShape(
      inputs: geometry.inputs, outputs: geometry.outputs, kernelRows: geometry.kernel.height,
      kernelColumns: geometry.kernel.width, inputColumns: geometry.padded.width,
      inputPlane: geometry.padded.height * geometry.padded.width, pooledRows: stage.outputShape.height,
      pooledColumns: stage.outputShape.width)
  }

  func addWeightGradient(following winners: Buffer, _ gradient: Buffer) {
    let (sums, kernels) = (weightSums(), kernels)
    let (input, shape, groups, groupInput, groupWeights) = (input, winnerShape, groups, groupInput, groupWeights)
    let groupGradient = geometry.outputs * stage.outputShape.plane * 64
    builder.backward(
      "\(stage.name) weight gradient", multiplyAdds: operation.multiplyAdds(positions: positionCount),
      reads: [gradient, winners, input], writes: [sums]
    ) { plan in
      let (from, won, x, to) = (plan[gradient], plan[winners], plan[input], plan[sums])
      return { context in
        for group in 0..<groups {
          kernels.winnerWeightGradient(
            WinnerWeightGradient(
              shape: shape, input: context.address(x) + group * groupInput,
              gradient: context.address(from) + group * groupGradient,
              winners: context.address(won) + group * groupGradient,
              sums: context.address(to) + group * groupWeights * 64))
        }
      }
    }
    addWeightUpdate(sums)
  }
}
