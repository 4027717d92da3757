// Work on small matrices, for optimisers that see a weight as one. Rows are a multiple of sixteen floats long and
// padded with zeros.

/// A weight as the kernels store it, seen as the matrix `[groups * outputs][inputs]` (PyTorch's order, flattened):
/// row `g * outputs + o`, column `k` is at `(g * inputs + k) * rowStride + o`.
package struct StoredMatrix: Sendable {
  package var groups: Int
  package var inputs: Int
  package var outputs: Int
  package var rowStride: Int
  /// Whether the working copy is the transpose, which it is when that has fewer rows.
  package var isTransposed: Bool { groups * outputs > inputs }
  /// Rows and columns of the working copy.
  package var rows: Int { min(groups * outputs, inputs) }
  package var columns: Int { max(groups * outputs, inputs) }

  package init(groups: Int, inputs: Int, outputs: Int, rowStride: Int) {
    self.groups = groups
    self.inputs = inputs
    self.outputs = outputs
    self.rowStride = rowStride
  }
}

/// `output[i][j] = sum over k of matrix[i][k] * matrix[j][k]`.
package struct GramMatrix {
  package var matrix: UnsafePointer<Float>
  package var rows: Int
  /// Floats a row.
  package var stride: Int
  package var output: UnsafeMutablePointer<Float>
  package var outputStride: Int
  /// Room for `rows`, rounded up to four, elements of sixteen floats; zeros at first.
  package var scratch: UnsafeMutableRawPointer

  package init(
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
package struct MatrixProduct {
  package var left: UnsafePointer<Float>
  package var leftStride: Int
  package var right: UnsafePointer<Float>
  package var addend: UnsafePointer<Float>
  package var rows: Int
  package var stride: Int
  package var addendShare: Float
  package var productShare: Float
  package var output: UnsafeMutablePointer<Float>

  package init(
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
