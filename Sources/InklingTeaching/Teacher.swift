public import InklingFiles
public import InklingStore
public import InklingTraining
import Synchronization

/// Teaches a copy of a model what people corrected: it learns from the corrections mixed with training images that it has
/// seen before, so that it does not forget them (rehearsal; Robins, "Catastrophic forgetting, rehearsal and
/// pseudorehearsal", Connection Science 7, 1995, 123-146).
///
///     let teacher = Teacher(model, store.newest(10_000))
///     let result = try teacher.teach { event in ... }
///     try versions.add(result)
///
/// Every fifth correction, by its number in the store, is held out, now and whenever a model is taught from this store. The
/// same corrections, data, options and model give the same weights, for any number of threads.
public final class Teacher: Sendable {
  /// The model before. It stays as it is.
  public let model: TrainedModel
  /// What it is taught.
  public let corrections: [StoredCorrection]
  /// How.
  public let options: TeachingOptions
  let isStopped = Atomic<Bool>(false)

  /// - Parameters:
  ///   - model: one that tells classes apart, in float32.
  ///   - corrections: as the store has them; the newest are used.
  ///   - options: how.
  public init(_ model: TrainedModel, _ corrections: [StoredCorrection], options: TeachingOptions = TeachingOptions()) {
    self.model = model
    self.corrections = corrections
    self.options = options
  }

  /// Asks a teaching to end; any thread may call it, at any time.
  public func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Teaches, and compares. The calling thread waits meanwhile.
  ///
  /// - Parameter handle: told what happens, on the calling thread.
  /// - Throws: `InputError`: `.usage` for a model on bytes or of another task, options out of range, and corrections none
  ///   of which can be used; `.missing` or `.malformed` for the data set that is to be replayed; `.failed` when it was
  ///   stopped or took too long. The model before is never touched.
  public func teach(_ handle: (TeachingEvent) -> Void = { _ in }) throws(InputError) -> TeachingResult {
    throw InputError(.failed, "not yet")
  }
}
