import InklingFiles
import InklingFormats

/// The training or the test part of a data set as its files have it: numbers of any type, and labels of any value.
struct ArrayPart: Sendable {
  /// [N, H, W], [N, H, W, C], [N, C, H, W] or [N, pixels].
  let pixels: NamedArray
  /// One for each image.
  let labels: [Int64]
  /// Where they come from, for errors.
  let path: String

  /// - Parameters:
  ///   - pixels: of all images.
  ///   - labels: [N] or [N, 1], whole numbers.
  ///   - path: for errors.
  /// - Throws: `InputError` of kind `.malformed` for labels of another kind or number, and for no image.
  init(pixels: NamedArray, labels: NamedArray, path: String) throws(InputError) {
    guard labels.shape.count == 1 || labels.shape.count == 2 && labels.shape[1] == 1 else {
      throw InputError(
        .malformed, "the labels '\(labels.name)' are not one whole number an image", path: path,
        expected: "the shape [N] or [N, 1]", found: "\(labels.shape.prefix(8))",
        remedy: labels.shape.count == 2 ? "give the classes' numbers (numpy.argmax of such rows)" : nil)
    }
    do throws(InputError) {
      self.labels = try labels.integers()
    } catch { throw InputError(error.kind, error.what, path: path, expected: "whole numbers", found: error.found) }
    guard let count = pixels.shape.first, count > 0, pixels.count > 0 else {
      throw InputError(
        .malformed, "no images in '\(pixels.name)'", path: path, expected: "at least one",
        found: "\(pixels.shape.prefix(8))")
    }
    guard count == self.labels.count else {
      throw InputError(
        .malformed, "the counts of images and labels differ", path: path, expected: "\(count) labels",
        found: "\(self.labels.count)", remedy: "give both of one set")
    }
    self.pixels = pixels
    self.path = path
  }
}
