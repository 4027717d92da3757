extension LabeledImages {
  /// Mean and deviation over the pixels of each channel, of all images or of those at `indices`. The sums are of
  /// integers, and so exact.
  package func channelStatistics(at indices: [Int32]? = nil) -> [PixelSummary] {
    let sums = PixelSums(of: self, at: indices)
    return (0..<channels).map { PixelSummary(sums.channel($0)) }
  }
}
