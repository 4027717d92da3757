public import InklingFiles
public import InklingTraining

extension ModelVersions {
  /// A model as it was given: a version that nothing was taught.
  public struct Origin: Sendable, Equatable {
    /// Its number.
    public let number: Int
    /// SHA-256 of its weights.
    public let digest: String
  }

  /// Has the versions follow a model as it is given now. Where its file was replaced it becomes the next version, unless its
  /// weights are among those that were given before; and unless the version in use was taught from it, it is the one in use.
  ///
  /// - Returns: which version it is.
  /// - Throws: `InputError`: `.unwritable` or `.broken` when it cannot be written; `.malformed` for a version that is damaged.
  @discardableResult
  public func follow(_ original: TrainedModel) throws(InputError) -> Origin {
    let digest = original.weightsSHA256
    let origin: Origin
    if let known = try given(digest) {
      origin = Origin(number: known, digest: digest)
    } else {
      origin = Origin(number: try keep(original, nil), digest: digest)
    }
    let inUse = try current
    if try !taught(from: origin).contains(where: { $0.number == inUse }) { try use(origin.number) }
    return origin
  }

  /// A model as it was given, and the versions that were taught from it, by whichever steps.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a version whose report is damaged.
  public func taught(from origin: Origin) throws(InputError) -> [ModelVersion] {
    let all = try all()
    var digests: Set<String> = [origin.digest]
    var count = 0
    while digests.count > count {
      count = digests.count
      for report in all.compactMap(\.report) where digests.contains(report.base) { digests.insert(report.digest) }
    }
    return all.filter { version in
      version.number == origin.number || version.report.map { digests.contains($0.base) } ?? false
    }
  }

  /// The number of a model that was given before; nil for none. Of one that is damaged nobody knows what it was.
  private func given(_ digest: String) throws(InputError) -> Int? {
    for number in try numbers().reversed() where try report(of: number) == nil {
      if (try? open(number))?.weightsSHA256 == digest { return number }
    }
    return nil
  }

  /// The models that were given, from the first.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a version that is damaged.
  public func origins() throws(InputError) -> [Origin] {
    var found: [Origin] = []
    for number in try numbers() where try report(of: number) == nil {
      found.append(Origin(number: number, digest: try open(number).weightsSHA256))
    }
    return found
  }
}
