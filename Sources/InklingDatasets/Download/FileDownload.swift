import InklingFiles
import InklingPlatform

/// Fetches one file from the first mirror that has it right, and puts it into its place in one step.
///
/// What arrives is kept in `NAME.partial` beside it, so that the next try (or the next process) goes on from there.
struct FileDownload {
  /// How often one mirror is tried when it breaks off.
  static let triesPerMirror = 3
  /// The most that is taken when the size is not known.
  static let sizeLimit = 1 << 32

  let file: CatalogFile
  /// The whole addresses, each tried in turn.
  let addresses: [String]
  let folder: String
  let command: String
  let lock: CInt
  /// The pause before the second try, in microseconds; it doubles.
  let pause: UInt32
  /// What a file without a digest must stand.
  let checkFormat: (String) throws(InputError) -> Void

  private var path: String { folder + "/" + file.name }
  private var partial: String { path + ".partial" }

  /// - Throws: `InputError`: `.malformed` when what came has the wrong digest, `.missing` when nothing came,
  ///   `.unavailable` without curl, `.broken` and `.unwritable` for faults of the disk.
  func run(progress: (DownloadEvent) -> Void) throws(InputError) {
    if try isThere() { return }
    var faults: [InputError] = []
    for address in addresses {
      do throws(InputError) {
        try fetch(from: address, progress: progress)
        return try putIntoPlace(progress: progress)
      } catch  where error.kind == .missing || error.kind == .malformed {
        progress(.failure(address: address, reason: error.found ?? error.what))
        faults.append(error)
      }
      // Without a digest nothing tells whether two mirrors have the same file.
      if file.sha256 == nil { unlink(partial) }
    }
    throw summary(of: faults)
  }

  /// Whether the right file is in its place already.
  private func isThere() throws(InputError) -> Bool {
    guard access(path, F_OK) == 0 else { return false }
    if let sha256 = file.sha256 { return try FileDigest.sha256(of: path) == sha256 }
    do throws(InputError) { try checkFormat(path) } catch { return false }
    return true
  }

  /// Fetches everything from one address, and checks it.
  private func fetch(from address: String, progress: (DownloadEvent) -> Void) throws(InputError) {
    guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
      throw InputError(
        .missing, "the file cannot be downloaded", path: address, expected: "an address of https or http",
        found: "another kind of address")
    }
    let isResumed = CurlTransfer.size(of: partial) > 0
    try transfer(from: address, progress: progress)
    do throws(InputError) {
      try check(address)
    } catch {
      unlink(partial)
      guard isResumed else { throw error }
      // The beginning was left over from an earlier time, and may be to blame.
      try transfer(from: address, progress: progress)
      try check(address)
    }
  }

  private func transfer(from address: String, progress: (DownloadEvent) -> Void) throws(InputError) {
    let limit = file.size ?? Self.sizeLimit
    if CurlTransfer.size(of: partial) > limit { unlink(partial) }
    let transfer = CurlTransfer(command: command, address: address, path: partial, sizeLimit: limit, lock: lock)
    var reason = ""
    var tries = 0
    while tries < Self.triesPerMirror {
      if tries > 0 { usleep(pause << UInt32(tries - 1)) }
      let before = CurlTransfer.size(of: partial)
      let outcome = try transfer.run { bytes in
        progress(.progress(file: file.name, address: address, bytes: bytes, total: file.size))
      }
      switch outcome {
      case .complete: return
      case .refused(let words):
        throw InputError(.missing, "the file cannot be downloaded", path: address, found: words)
      case .notResumable where before > 0:
        unlink(partial)
      case .notResumable: tries += 1
      case .interrupted(let words):
        reason = words
        tries += 1
      }
    }
    throw InputError(.missing, "the download broke off \(tries) times", path: address, found: reason)
  }

  /// Compares the digest, or where there is none the format.
  private func check(_ address: String) throws(InputError) {
    guard let sha256 = file.sha256 else { return try checkFormat(partial) }
    let found = try FileDigest.sha256(of: partial)
    guard found == sha256 else {
      throw InputError(
        .malformed, "the downloaded file has the wrong SHA-256", path: address, expected: sha256, found: found,
        remedy: "try again later, or get the file from elsewhere")
    }
  }

  private func putIntoPlace(progress: (DownloadEvent) -> Void) throws(InputError) {
    if file.sha256 == nil { progress(.unverified(file: path, sha256: try FileDigest.sha256(of: partial))) }
    try OpenFile(updating: partial).synchronize()
    try DurableFile.move(partial, to: path)
  }

  /// One fault for all mirrors: the wrong digest before any other, since somebody should know of that.
  private func summary(of faults: [InputError]) -> InputError {
    if let wrong = faults.first(where: { $0.kind == .malformed }) { return wrong }
    let reasons = faults.map { "\($0.path ?? ""): \($0.found ?? $0.what)" }
    return InputError(
      .missing, "\(file.name) cannot be downloaded", expected: "an answer from one of \(addresses.count) addresses",
      found: reasons.joined(separator: ", "), remedy: "check the connection, or put the file into \(folder)")
  }
}
