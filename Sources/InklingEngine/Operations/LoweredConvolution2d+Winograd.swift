import InklingKernelInterface

extension LoweredConvolution2d {
  private func scratch() -> Buffer {
    builder.buffer(
      WinogradConvolution.scratchElements(inputs: operation.inChannels, outputs: operation.outChannels))
  }

  func addWinogradForward(_ transformed: DerivedWeights) {
    let room = scratch()
    let (bias, winners, input, output, size) = (forwardBias, winners, input, output, geometry.input)
    let (inputs, outputs, fused) = (operation.inChannels, operation.outChannels, stage.fused)
    builder.forward(
      stage.name, node: stage.node, multiplyAdds: operation.multiplyAdds(positions: positionCount), reads: [input],
      writes: [output, room] + (winners.map { [$0] } ?? [])
    ) { [kernels] plan in
      let (from, to, won, scratch) = (plan[input], plan[output], winners.map { plan[$0] }, plan[room])
      return { context in
        kernels.winogradForward(
          WinogradConvolution(
            source: context.address(from), target: context.address(to), weights: context.derived + transformed.offset,
            bias: bias?.address(context), inputs: inputs, outputs: outputs,
            rows: size.height, columns: size.width, rectified: fused.rectified, maxPooled: fused.maxPooled,
            winners: won.map { context.address($0) }, scratch: context.address(scratch), lanes: context.lanes))
      }
    }
  }
}
