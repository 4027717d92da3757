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
  /// Where the version in use is damaged nobody knows what it was taught from: it stays the one in use.
  ///
  /// - Returns: which version it is.
  /// - Throws: `InputError`: `.unwritable` or `.broken` when it cannot be written.
  @discardableResult
  public func follow(_ original: TrainedModel, isKept: Bool = true) throws(InputError) -> Origin {
    var origin = try origin(of: original)
    if origin.number == nil, isKept { origin = Origin(number: try keep(original, nil), digest: origin.digest) }
    let inUse = try current
    guard version(inUse).damage == nil else { return origin }
    if try !taught(from: origin).contains(where: { $0.number == inUse }) { try use(origin) }
    return origin
  }

  /// Makes a model as it was given the one in use. Where it is not kept that is the one from which the version in use was
  /// taught: who gives that one again has put it there, and not what was taught from it.
  ///
  /// - Throws: `InputError`: `.unwritable` or `.broken` when that cannot be written.
  package func use(_ origin: Origin) throws(InputError) {
    if let number = origin.number { return try use(number) }
    let inUse = try current
    guard !version(inUse).isGiven else { return }
    let givens = try all().filter(\.isGiven).map(\.number)
    for number in givens {
      guard let digest = digest(of: number) else { continue }
      let own = try taught(from: Origin(number: number, digest: digest))
      if own.contains(where: { $0.number == inUse }) { return try use(number) }
    }
    if let first = givens.first { try use(first) }
  }

  /// Makes a version the one that answers, where it is the model as it is given now or was taught from it: another would
  /// not answer.
  ///
  /// - Throws: `InputError`: `.missing` for a number that is none, `.malformed` for a version that is damaged, `.usage` for one
  ///   of another file.
  public func use(_ number: Int, of original: TrainedModel) throws(InputError) {
    try require(number)
    if let damage = version(number).damage { throw damage }
    let own = try taught(from: try origin(of: original)).map(\.number)
    guard own.contains(number) else {
      throw InputError(
        .usage, "the version is of another file than the model's now, and would not answer", path: folder,
        expected: own.isEmpty ? "none: the file is used as it is" : NameList.text(own.map { String($0) }),
        found: "\(number)", remedy: "put that file back, or give \(path(of: number)) as a model")
    }
    try use(number)
  }

  /// The version that answers for a model as it is given now: the one in use where it was taught from it, or else the model;
  /// nil where that is not kept.
  ///
  /// - Throws: as `current`.
  public func used(of original: TrainedModel) throws(InputError) -> Int? {
    let (origin, inUse) = (try origin(of: original), try current)
    return try taught(from: origin).contains { $0.number == inUse } ? inUse : origin.number
  }

  /// What a model is among the versions; nothing is written.
  private func origin(of original: TrainedModel) throws(InputError) -> Origin {
    let digest = original.weightsSHA256
    return Origin(number: try given(digest), digest: digest)
  }

  /// Refuses a version in use of which nobody knows what it was taught from: what were taught from it would be nobody's, too.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  public func requireIntact(_ number: Int) throws(InputError) {
    if let damage = version(number).damage { throw damage }
  }

  /// A model as it was given, where it is kept, and the versions that were taught from it, by whichever steps. One that is
  /// damaged is not among them.
  ///
  /// - Throws: `InputError` when the folder cannot be read.
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
  /// - Throws: `InputError` when the folder cannot be read.
  package func given(_ digest: String) throws(InputError) -> Int? {
    for number in try numbers().reversed() where version(number).isGiven {
      // A model is large: only the one that it should be is opened, and those whose digest nobody wrote.
      guard keptDigest(of: number) ?? digest == digest else { continue }
      if (try? open(number))?.weightsSHA256 == digest { return number }
    }
    return nil
  }

  /// The models that were given, from the first. Of one that is damaged nobody knows what was taught from it: it is left out.
  ///
  /// - Throws: `InputError` when the folder cannot be read.
  public func origins() throws(InputError) -> [Origin] {
    var found: [Origin] = []
    for number in try numbers() where version(number).isGiven {
      guard let digest = digest(of: number) else { continue }
      found.append(Origin(number: number, digest: digest))
    }
    return found
  }

  // What a model that was given is, in a small file beside it.

  func digestPath(of number: Int) -> String { "\(folder)/\(number)/digest" }

  /// Nil where there is none, as beside a version of an older release, or where it holds something else.
  private func keptDigest(of number: Int) -> String? {
    guard let bytes = try? FileBytes.read(digestPath(of: number), limit: 128) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    return text.utf8.count == 64 && text.allSatisfy(\.isHexDigit) ? text : nil
  }

  private func digest(of number: Int) -> String? { keptDigest(of: number) ?? (try? open(number))?.weightsSHA256 }
}
