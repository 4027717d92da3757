// Work on small matrices, for optimisers that see a weight as one. Rows are a multiple of sixteen floats long and
// padded with zeros.

/// A weight as the kernels store it, seen as the matrix `[groups * outputs][inputs]` (PyTorch's order, flattened):
/// row `g * outputs + o`, column `k` is at `(g * inputs + k) * rowStride + o`.
public struct StoredMatrix: Sendable {
  public var groups: Int
  public var inputs: Int
  public var outputs: Int
  public var rowStride: Int
  /// Whether the working copy is the transpose, which it is when that has fewer rows.
  public var isTransposed: Bool { groups * outputs > inputs }
  /// Rows and columns of the working copy.
  public var rows: Int { min(groups * outputs, inputs) }
  public var columns: Int { max(groups * outputs, inputs) }

  public init(groups: Int, inputs: Int, outputs: Int, rowStride: Int) {
    self.groups = groups
    self.inputs = inputs
    self.outputs = outputs
    self.rowStride = rowStride
  }
}

/// `output[i][j] = sum over k of matrix[i][k] * matrix[j][k]`.
public struct GramMatrix {
  public var matrix: UnsafePointer<Float>
  public var rows: Int
  /// Floats a row.
  public var stride: Int
  public var output: UnsafeMutablePointer<Float>
  public var outputStride: Int
  /// Room for `rows`, rounded up to four, elements of sixteen floats; zeros at first.
  public var scratch: UnsafeMutableRawPointer

  public init(
    matrix: UnsafePointer<Float>, rows: Int, stride: Int, output: UnsafeMutablePointer<Float>, outputStride: Int,
    scratch: UnsafeMutableRawPointer
  ) {
    self.matrix = matrix
    self.rows = rows
    self.stride = stride
    self.output = output
    self.outputStride = outputStride
    self.scratch = scratch
  }
}

/// `output[i] = addendShare * addend[i] + productShare * sum over j of left[i][j] * right[j]`, rows of `stride` floats.
public struct MatrixProduct {
  public var left: UnsafePointer<Float>
  public var leftStride: Int
  public var right: UnsafePointer<Float>
  public var addend: UnsafePointer<Float>
  public var rows: Int
  public var stride: Int
  public var addendShare: Float
  public var productShare: Float
  public var output: UnsafeMutablePointer<Float>

  public init(
    left: UnsafePointer<Float>, leftStride: Int, right: UnsafePointer<Float>, addend: UnsafePointer<Float>, rows: Int,
    stride: Int, addendShare: Float, productShare: Float, output: UnsafeMutablePointer<Float>
  ) {
    self.left = left
    self.leftStride = leftStride
    self.right = right
    self.addend = addend
    self.rows = rows
    self.stride = stride
    self.addendShare = addendShare
    self.productShare = productShare
    self.output = output
  }
}
