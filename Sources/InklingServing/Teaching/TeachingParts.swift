package import InklingStore

/// What a desk works with.
package struct TeachingParts: Sendable {
  package let store: CorrectionStore
  package let teacher: any ModelTeacher

  package init(store: CorrectionStore, teacher: any ModelTeacher) {
    self.store = store
    self.teacher = teacher
  }
}
