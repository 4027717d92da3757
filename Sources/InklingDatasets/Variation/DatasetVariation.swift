/// What is made of a data set before anything else is done with it: some of its classes, then some images of each, then a
/// shift of all images.
public struct DatasetVariation: Sendable, Equatable, CustomStringConvertible {
  /// The labels that are kept; `classes[i]` becomes the label i. Nil keeps all.
  public var classes: [Int]?
  /// Whether `classes` are places among the set's class names, counted from 0, and not labels. The two differ where those
  /// names are whole numbers that do not count from 0. Runs of older releases have places.
  public var countsClasses = false
  /// Training images of each class, always the same ones, so that runs with other seeds differ in nothing else. Nil keeps
  /// all.
  public var imagesPerClass: Int?
  /// Nil leaves the images as they are.
  public var shift: ImageShift?

  /// Changes nothing unless told to.
  public init(classes: [Int]? = nil, imagesPerClass: Int? = nil, shift: ImageShift? = nil) {
    self.classes = classes
    self.imagesPerClass = imagesPerClass
    self.shift = shift
  }

  /// Whether it leaves every data set as it is.
  public var isIdentity: Bool { classes == nil && imagesPerClass == nil && shift == nil }

  /// What it makes of a test set, which keeps all images of its classes.
  public var ofTestSet: DatasetVariation {
    var variation = self
    variation.imagesPerClass = nil
    return variation
  }

  /// "classes 5, 6, 7; 10 images a class; rotated", or "whole".
  public var description: String {
    let parts = [
      classes.map {
        (countsClasses ? "classes at the places " : "classes ") + $0.map(String.init).joined(separator: ", ")
      },
      imagesPerClass.map { "\($0) image\($0 == 1 ? "" : "s") a class" }, shift?.rawValue,
    ]
    return isIdentity ? "whole" : parts.compactMap(\.self).joined(separator: "; ")
  }
}
