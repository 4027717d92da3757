import InklingFiles
import InklingStore

/// How many corrections there are, and whose.
struct CorrectionCounts: Sendable {
  /// Those of one model.
  let all: Int
  /// Those of them that the asking contributor gave; nil where none asks.
  let own: Int?
  /// All that the contributor gave, for whichever model; nil where none asks.
  let given: Int?
  /// How many were deleted just now; nil where nobody asked for that.
  let deleted: Int?

  /// - Throws: as `CorrectionStore.count`.
  init(_ store: CorrectionStore, model: String, contributor: String?, deleted: Int? = nil) throws(InputError) {
    all = try store.count(model: model)
    own = try contributor.map { token throws(InputError) in try store.count(contributor: token, model: model) }
    given = try contributor.map { token throws(InputError) in try store.count(contributor: token) }
    self.deleted = deleted
  }
}
