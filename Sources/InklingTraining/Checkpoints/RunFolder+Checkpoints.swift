import InklingEngine
public import InklingFiles
import InklingPlatform

/// A checkpoint that was read, and what a person should know about it.
public struct LoadedCheckpoint: Sendable {
  /// The newest that is good.
  public let checkpoint: Checkpoint
  /// Why the last one was not used, in one sentence; nil when it was.
  public let note: String?
}

extension RunFolder {
  /// Where a new checkpoint is complete before it takes the place of the last.
  private var nextCheckpoint: String { path + "/checkpoint-next" }
  /// Where a damaged one is kept, so that it never takes the place of a good one.
  private var damagedCheckpoint: String { path + "/checkpoint-damaged" }

  /// Saves `checkpoint` as the last one; the last becomes the previous.
  ///
  /// The new one is complete and on disk under a third name before the two renames. Killed before them, both old ones are
  /// there; between them, the old last (as previous) is; after them, the new one and the old last are.
  ///
  /// - Throws: `InputError` of kind `.broken` or `.unwritable`; the checkpoints that were there are untouched then.
  func save(_ checkpoint: Checkpoint) throws(InputError) {
    try DurableFile.write(try checkpoint.encoded(), to: nextCheckpoint)
    let last = path(of: .lastCheckpoint)
    guard rename(last, path(of: .previousCheckpoint)) == 0 || errno == ENOENT else {
      throw InputError(
        .unwritable, "the checkpoint cannot be put in its place", path: last, found: systemReason(),
        remedy: "make the folder writable and resume the run")
    }
    try DurableFile.move(nextCheckpoint, to: last)
  }

  /// The newest good checkpoint; nil when the run has not saved one yet, and starts from its first step.
  ///
  /// A damaged last one is set aside as `checkpoint-damaged`, and the previous one used.
  ///
  /// - Throws: `InputError` of kind `.malformed` when none that is there is good.
  public func loadCheckpoint() throws(InputError) -> LoadedCheckpoint? {
    let last = path(of: .lastCheckpoint)
    let previous = path(of: .previousCheckpoint)
    let hasPrevious = RunPath.content(of: previous) != .nothing
    guard RunPath.content(of: last) != .nothing else {
      guard hasPrevious else { return nil }
      let checkpoint = try Self.readCheckpoint(previous)
      return LoadedCheckpoint(
        checkpoint: checkpoint,
        note: "the run ended while it saved; it goes on from \(Self.place(checkpoint)), the checkpoint before.")
    }
    let damage: InputError
    switch try Self.readOrDamage(last) {
    case .success(let checkpoint): return LoadedCheckpoint(checkpoint: checkpoint, note: nil)
    case .failure(let error): damage = error
    }
    guard hasPrevious, case .success(let checkpoint) = try Self.readOrDamage(previous) else {
      throw Self.unusable(damage, path: last, hasPrevious: hasPrevious)
    }
    rename(last, damagedCheckpoint)
    return LoadedCheckpoint(
      checkpoint: checkpoint,
      note: "\(damage) The run goes on from \(Self.place(checkpoint)), the checkpoint before.")
  }

  /// A checkpoint, or what is damaged in it.
  ///
  /// - Throws: `InputError` for one that cannot be read: it may be good.
  private static func readOrDamage(_ path: String) throws(InputError) -> Result<Checkpoint, InputError> {
    do throws(InputError) {
      return .success(try readCheckpoint(path))
    } catch {
      guard error.kind == .malformed else { throw error }
      return .failure(error)
    }
  }

  static func readCheckpoint(_ path: String) throws(InputError) -> Checkpoint {
    try Checkpoint(try Safetensors(contentsOf: path), path: path)
  }

  private static func place(_ checkpoint: Checkpoint) -> String {
    "epoch \(checkpoint.epoch), step \(checkpoint.step)"
  }

  private static func unusable(_ damage: InputError, path: String, hasPrevious: Bool) -> InputError {
    InputError(
      .malformed, hasPrevious ? "both checkpoints are damaged" : "the only checkpoint is damaged", path: path,
      found: damage.what,
      remedy: "start a new run; the weights in this folder may still be good")
  }
}
