/// Sixteen images' bytes to one block of normalised floats: `x = byte * scale[c] + shift[c]`.
package struct Gather {
  /// The sixteen images, one a lane, of `channels * plane` bytes each, [C, H, W] row-major.
  package var images: UnsafePointer<UnsafePointer<UInt8>>
  package var channels: Int
  package var plane: Int
  package var scale: UnsafePointer<Float>
  package var shift: UnsafePointer<Float>
  package var output: UnsafeMutableRawPointer
  /// As in `TapSum`.
  package var lanes: Int

  package init(
    images: UnsafePointer<UnsafePointer<UInt8>>, channels: Int, plane: Int,
    scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, output: UnsafeMutableRawPointer, lanes: Int = 16
  ) {
    self.images = images
    self.channels = channels
    self.plane = plane
    self.scale = scale
    self.shift = shift
    self.output = output
    self.lanes = lanes
  }
}

/// Softmax and cross-entropy of one block with their gradient:
///
///     loss = log(sum over k of exp(z[k] - m)) - (z[label] - m),  m = max z
///     gradient[k] = (softmax(z)[k] - (k == label)) * scale
package struct SoftmaxCrossEntropy {
  package var logits: UnsafeRawPointer
  package var classes: Int
  /// Sixteen labels.
  package var labels: UnsafePointer<Int32>
  /// Sixteen factors of the gradient; zero for a lane that holds no image.
  package var scale: UnsafePointer<Float>
  package var gradient: UnsafeMutableRawPointer
  /// Sixteen losses, and sixteen classes with the largest logit (the first among equals).
  package var losses: UnsafeMutablePointer<Float>
  package var predictions: UnsafeMutablePointer<Int32>

  package init(
    logits: UnsafeRawPointer, classes: Int, labels: UnsafePointer<Int32>, scale: UnsafePointer<Float>,
    gradient: UnsafeMutableRawPointer, losses: UnsafeMutablePointer<Float>, predictions: UnsafeMutablePointer<Int32>
  ) {
    self.logits = logits
    self.classes = classes
    self.labels = labels
    self.scale = scale
    self.gradient = gradient
    self.losses = losses
    self.predictions = predictions
  }
}

/// Planes copied into planes with a margin of zeros on each side.
package struct Padding {
  package var source: UnsafeRawPointer
  package var target: UnsafeMutableRawPointer
  package var channels: Int
  package var rows: Int
  package var columns: Int
  /// Rows of zeros above and below, columns of zeros left and right.
  package var rowMargin: Int
  package var columnMargin: Int
  /// Rows and columns of zeros besides, below and right.
  package var extraRows: Int
  package var extraColumns: Int

  package init(
    source: UnsafeRawPointer, target: UnsafeMutableRawPointer, channels: Int, rows: Int, columns: Int, rowMargin: Int,
    columnMargin: Int, extraRows: Int = 0, extraColumns: Int = 0
  ) {
    self.source = source
    self.target = target
    self.channels = channels
    self.rows = rows
    self.columns = columns
    self.rowMargin = rowMargin
    self.columnMargin = columnMargin
    self.extraRows = extraRows
    self.extraColumns = extraColumns
  }
}
