/// Pieces of ink that are one digit.
package struct InkGroup: Sendable, Equatable {
  /// The pieces' numbers in the plane of labels.
  package var labels: [Int32]
  /// The rectangle around them.
  package var box: PixelBox
  /// Their pixels.
  package var area: Int

  package init(_ component: Component) {
    labels = [component.label]
    box = component.box
    area = component.area
  }

  package mutating func add(_ other: InkGroup) {
    labels += other.labels
    box = box.union(other.box)
    area += other.area
  }
}
