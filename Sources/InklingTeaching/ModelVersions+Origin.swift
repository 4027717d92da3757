public import InklingFiles
public import InklingTraining

extension ModelVersions {
  /// A model as it was given: a version that nothing was taught.
  public struct Origin: Sendable, Equatable {
    /// Its number; nil for one that is not kept yet, for nothing was taught from it.
    public let number: Int?
    /// SHA-256 of its weights.
    public let digest: String
    /// SHA-256 of what it makes of pictures (`TrainedModel.settingsSHA256`): the same weights under other options are another
    /// model. Nil where it is not known.
    public let settings: String?

    package init(number: Int? = nil, digest: String, settings: String? = nil) {
      (self.number, self.digest, self.settings) = (number, digest, settings)
    }

    /// What a model is, wherever it is kept.
    package init(of model: TrainedModel) {
      self.init(digest: model.weightsSHA256, settings: model.settingsSHA256)
    }

    /// The same as a version of this number.
    package func kept(as number: Int?) -> Origin { Origin(number: number, digest: digest, settings: settings) }
  }

  /// Has the versions follow a model as it is given now. Where its file was replaced, or it is opened with other options, it
  /// becomes the next version, unless it is among those that were given before; and unless the version in use was taught from
  /// it, it is the one in use.
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
    if origin.number == nil, isKept { origin = origin.kept(as: try keep(original, nil)) }
    let inUse = try current
    guard record(of: inUse).damage == nil else { return origin }
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
    guard !isGiven(inUse) else { return }
    for given in try origins() {
      guard let number = given.number, try taught(from: given).contains(where: { $0.number == inUse }) else { continue }
      return try use(number)
    }
    if let first = try numbers().first(where: isGiven) { try use(first) }
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
        .usage, "the version is of another file than the model's now, or of other options, and would not answer",
        path: folder, expected: own.isEmpty ? "none: the file is used as it is" : NameList.text(own.map { String($0) }),
        found: "\(number)",
        remedy: "put that file back or give its options, or give \(path(of: number)) as a model")
    }
    try use(number)
  }

  /// The version that answers for a model as it is given now: the one in use where it was taught from it and is whole, or else
  /// the model; nil where that is not kept.
  ///
  /// - Throws: as `current`.
  public func used(of original: TrainedModel) throws(InputError) -> Int? {
    let (origin, inUse) = (try origin(of: original), try current)
    let isOwn = try taught(from: origin).contains { $0.number == inUse }
    return isOwn && version(inUse).damage == nil ? inUse : origin.number
  }

  /// What a model is among the versions; nothing is written.
  private func origin(of original: TrainedModel) throws(InputError) -> Origin {
    let origin = Origin(of: original)
    return origin.kept(as: try given(origin))
  }

  /// Whether a version is a model as it was given, by what its folder says of it.
  package func isGiven(_ number: Int) -> Bool { record(of: number).isGiven }

  /// Refuses a version in use that is damaged: what were taught from it would be nobody's, too.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  public func requireIntact(_ number: Int) throws(InputError) {
    if let damage = version(number).damage { throw damage }
  }

  /// A model as it was given, where it is kept, and the versions that were taught from it, by whichever steps. One whose report
  /// is damaged is not among them; whether their models' files are whole is not looked at.
  ///
  /// - Throws: `InputError` when the folder cannot be read.
  public func taught(from origin: Origin) throws(InputError) -> [ModelVersion] {
    let all = try numbers().map(record)
    // Reports of older releases do not say under which settings: their weights alone decide.
    let fitting = all.filter { version in
      guard let settings = version.report?.settings, let own = origin.settings else { return version.report != nil }
      return settings == own
    }
    var digests: Set<String> = [origin.digest]
    var count = 0
    while digests.count > count {
      count = digests.count
      for report in fitting.compactMap(\.report) where digests.contains(report.base) { digests.insert(report.digest) }
    }
    let own = Set(fitting.filter { digests.contains($0.report?.base ?? "") }.map(\.number))
    return all.filter { $0.number == origin.number || own.contains($0.number) }
  }

  /// The number of a model that was given before; nil for none. Of one that is damaged nobody knows what it was.
  ///
  /// - Throws: `InputError` when the folder cannot be read.
  package func given(_ origin: Origin) throws(InputError) -> Int? {
    for number in try numbers().reversed() where isGiven(number) {
      // A model is large: only the one that it should be is opened, and those whose digest nobody wrote.
      guard keptDigest(of: number) ?? origin.digest == origin.digest, let content = try? content(of: number).get(),
        content.weights == origin.digest, content.settings == origin.settings ?? content.settings
      else { continue }
      return number
    }
    return nil
  }

  /// The models that were given, from the first. Of one that is damaged nobody knows what was taught from it: it is left out.
  ///
  /// - Throws: `InputError` when the folder cannot be read.
  public func origins() throws(InputError) -> [Origin] {
    var found: [Origin] = []
    for number in try numbers() where isGiven(number) {
      let content = try? content(of: number).get()
      guard let digest = keptDigest(of: number) ?? content?.weights else { continue }
      found.append(Origin(number: number, digest: digest, settings: content?.settings))
    }
    return found
  }

  // What a model that was given is, in a small file beside it.

  func digestPath(of number: Int) -> String { "\(folder)/\(number)/digest" }

  /// Nil where there is none, as beside a version of an older release, or where it holds something else.
  func keptDigest(of number: Int) -> String? {
    guard let bytes = try? FileBytes.read(digestPath(of: number), limit: 128) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    return text.utf8.count == 64 && text.allSatisfy(\.isHexDigit) ? text : nil
  }
}
