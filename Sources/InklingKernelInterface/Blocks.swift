/// Sixteen images' bytes to one block of normalised floats: `x = byte * scale[c] + shift[c]`.
public struct Gather {
  /// The sixteen images, one a lane, of `channels * plane` bytes each, [C, H, W] row-major.
  public var images: UnsafePointer<UnsafePointer<UInt8>>
  public var channels: Int
  public var plane: Int
  public var scale: UnsafePointer<Float>
  public var shift: UnsafePointer<Float>
  public var output: UnsafeMutableRawPointer
  /// As in `TapSum`.
  public var lanes: Int

  public init(
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
public struct SoftmaxCrossEntropy {
  public var logits: UnsafeRawPointer
  public var classes: Int
  /// Sixteen labels.
  public var labels: UnsafePointer<Int32>
  /// Sixteen factors of the gradient; zero for a lane that holds no image.
  public var scale: UnsafePointer<Float>
  public var gradient: UnsafeMutableRawPointer
  /// Sixteen losses, and sixteen classes with the largest logit (the first among equals).
  public var losses: UnsafeMutablePointer<Float>
  public var predictions: UnsafeMutablePointer<Int32>

  public init(
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

/// One step of stochastic gradient descent on a run of parameters, as PyTorch's SGD:
///
///     g = gradient + weightDecay * w
///     v = momentum * v + (1 - dampening) * g
///     w = w - learningRate * (nesterov ? g + momentum * v : v)
public struct MomentumStep {
  public var weights: UnsafeMutablePointer<Float>
  public var velocity: UnsafeMutablePointer<Float>
  public var gradient: UnsafePointer<Float>
  /// A multiple of sixteen.
  public var count: Int
  public var learningRate: Float
  public var momentum: Float
  /// What a new gradient counts in the velocity: one less the dampening, or one in the first step.
  public var share: Float
  public var weightDecay: Float
  public var nesterov: Bool

  public init(
    weights: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    count: Int, learningRate: Float, momentum: Float, share: Float, weightDecay: Float, nesterov: Bool
  ) {
    self.weights = weights
    self.velocity = velocity
    self.gradient = gradient
    self.count = count
    self.learningRate = learningRate
    self.momentum = momentum
    self.share = share
    self.weightDecay = weightDecay
    self.nesterov = nesterov
  }
}

/// Planes copied into planes with a margin of zeros on each side.
public struct Padding {
  public var source: UnsafeRawPointer
  public var target: UnsafeMutableRawPointer
  public var channels: Int
  public var rows: Int
  public var columns: Int
  /// Rows of zeros above and below, columns of zeros left and right.
  public var rowMargin: Int
  public var columnMargin: Int
  /// Rows and columns of zeros besides, below and right.
  public var extraRows: Int
  public var extraColumns: Int

  public init(
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
