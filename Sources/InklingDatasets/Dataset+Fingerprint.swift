import InklingCaptchas
import Synchronization

extension Dataset {
  /// The digests of its images and labels, which are computed when they are first asked for.
  public var fingerprint: DatasetFingerprint {
    fingerprintCache.value.withLock { known in
      if let known { return known }
      let made = DatasetFingerprint(
        training: trainingFingerprint, test: .init(of: test),
        generator: generated?.generator.identity)
      known = made
      return made
    }
  }
}

extension Dataset {
  /// The training set's digests alone.
  package var trainingFingerprint: DatasetFingerprint.Part { generated.map { .init(of: $0) } ?? .init(of: train) }
}

/// Keeps a data set's fingerprint, for all copies of the value.
final class FingerprintCache: Sendable {
  fileprivate let value = Mutex<DatasetFingerprint?>(nil)
}
