import Synchronization

extension Dataset {
  /// The digests of its images and labels, which are computed when they are first asked for.
  public var fingerprint: DatasetFingerprint {
    fingerprintCache.value.withLock { known in
      if let known { return known }
      let made = DatasetFingerprint(training: .init(of: train), test: .init(of: test))
      known = made
      return made
    }
  }
}

/// Keeps a data set's fingerprint, for all copies of the value.
final class FingerprintCache: Sendable {
  fileprivate let value = Mutex<DatasetFingerprint?>(nil)
}
