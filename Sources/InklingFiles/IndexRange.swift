/// The indices of so many things, in a sentence.
package enum IndexRange {
  /// "an index from 0 to 9", "the index 0", or for none of them "none: there are no images".
  package static func text(_ count: Int, of things: String = "images") -> String {
    switch count {
    case ..<1: "none: there are no \(things)"
    case 1: "the index 0"
    default: "an index from 0 to \(count - 1)"
    }
  }
}
