public import InklingFiles
public import InklingTraining

extension ModelVersions {
  /// A model as it was given: a version that nothing was taught.
  public struct Origin: Sendable, Equatable {
    /// Its number; nil for one that is not kept yet, for nothing was taught from it.
    public let number: Int?
    /// SHA-256 of its weights.
    public let digest: String

    package init(number: Int? = nil, digest: String) {
      (self.number, self.digest) = (number, digest)
    }
  }

  /// Has the versions follow a model as it is given now. Where its file was replaced it becomes the next version, unless its
  /// weights are among those that were given before; and unless the version in use was taught from it, it is the one in use.
  ///
  /// - Parameter isKept: whether it becomes a version at once; if not, `add(_:isUsed:from:)` keeps it with the first that is
  ///   taught from it. Until then the model that the version in use was taught from is the one in use.
  /// - Returns: which version it is.
  /// - Throws: `InputError`: `.unwritable` or `.broken` when it cannot be written; `.malformed` for a version that is damaged.
  @discardableResult
  public func follow(_ original: TrainedModel, isKept: Bool = true) throws(InputError) -> Origin {
    let digest = original.weightsSHA256
    var number = try given(digest)
    if number == nil, isKept { number = try keep(original, nil) }
    let origin = Origin(number: number, digest: digest)
    let inUse = try current
    if try !taught(from: origin).contains(where: { $0.number == inUse }) { try use(origin) }
    return origin
  }

  /// Makes a model as it was given the one in use. Where it is not kept that is the one from which the version in use was
  /// taught: who gives that one again has put it there, and not what was taught from it.
  ///
  /// - Throws: `InputError`: `.unwritable` or `.broken` when that cannot be written; `.malformed` for a version whose report
  ///   is damaged.
  package func use(_ origin: Origin) throws(InputError) {
    if let number = origin.number { return try use(number) }
    let inUse = try current
    guard try report(of: inUse) != nil else { return }
    let givens = try all().filter { $0.report == nil }.map(\.number)
    for number in givens {
      guard let digest = digest(of: number) else { continue }
      let own = try taught(from: Origin(number: number, digest: digest))
      if own.contains(where: { $0.number == inUse }) { return try use(number) }
    }
    if let first = givens.first { try use(first) }
  }

  /// A model as it was given, where it is kept, and the versions that were taught from it, by whichever steps.
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
  ///
  /// - Throws: `InputError` of kind `.malformed` for a version whose report is damaged.
  package func given(_ digest: String) throws(InputError) -> Int? {
    for number in try numbers().reversed() where try report(of: number) == nil {
      // A model is large: only the one that it should be is opened, and those whose digest nobody wrote.
      guard keptDigest(of: number) ?? digest == digest else { continue }
      if (try? open(number))?.weightsSHA256 == digest { return number }
    }
    return nil
  }

  /// The models that were given, from the first. Of one that is damaged nobody knows what was taught from it: it is left out.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a version whose report is damaged.
  public func origins() throws(InputError) -> [Origin] {
    var found: [Origin] = []
    for number in try numbers() where try report(of: number) == nil {
      guard let digest = digest(of: number) else { continue }
      found.append(Origin(number: number, digest: digest))
    }
    return found
  }

  // What a model that was given is, in a small file beside it.

  func digestPath(of number: Int) -> String { "\(folder)/\(number)/digest" }

  func write(_ digest: String, of number: Int) throws(InputError) {
    try DurableFile.write(Array("\(digest)\n".utf8), to: digestPath(of: number))
  }

  /// Nil where there is none, as beside a version of an older release, or where it holds something else.
  private func keptDigest(of number: Int) -> String? {
    guard let bytes = try? FileBytes.read(digestPath(of: number), limit: 128) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    return text.utf8.count == 64 && text.allSatisfy(\.isHexDigit) ? text : nil
  }

  private func digest(of number: Int) -> String? { keptDigest(of: number) ?? (try? open(number))?.weightsSHA256 }
}
