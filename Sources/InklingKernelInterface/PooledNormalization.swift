/// `ChannelNormalization`, and then 2x2 max pooling with stride 2: only the largest of each window is written.
package struct PooledNormalization {
  /// Its target is the pooled output.
  package var channel: ChannelNormalization
  /// Of the input; an odd last row or column is left out.
  package var rows: Int
  package var columns: Int
  /// Which of a window's four positions won (0...3, row by row, the first among equals), or -1 where the rectifier
  /// closed; Int32 lanes laid out as the output. Nil when no gradient is wanted.
  package var winners: UnsafeMutableRawPointer?

  package init(channel: ChannelNormalization, rows: Int, columns: Int, winners: UnsafeMutableRawPointer?) {
    self.channel = channel
    self.rows = rows
    self.columns = columns
    self.winners = winners
  }
}

/// `ChannelNormalizationGradient` behind that pooling: its gradient is that of the pooled output.
package struct PooledNormalizationGradient {
  package var channel: ChannelNormalizationGradient
  package var rows: Int
  package var columns: Int
  package var winners: UnsafeRawPointer

  package init(channel: ChannelNormalizationGradient, rows: Int, columns: Int, winners: UnsafeRawPointer) {
    self.channel = channel
    self.rows = rows
    self.columns = columns
    self.winners = winners
  }
}
