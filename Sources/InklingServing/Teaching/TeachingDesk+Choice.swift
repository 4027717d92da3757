import InklingFiles
import Synchronization

/// Versions that another program has chosen, as `inkling teach` does, while the server runs.
extension TeachingDesk {
  /// Has the version answer that somebody else has chosen since this server chose last. While the model is taught, its version is
  /// changed, or it is unloaded, that waits for the next look.
  func followChoice() {
    guard let now = teacher.noted(), now != shared.withLock({ $0.noted }) else { return }
    let isFree = shared.withLock { shared in
      guard !shared.state.isRunning, !shared.isChanging else { return false }
      shared.isChanging = true
      return true
    }
    guard isFree else { return }
    defer { shared.withLock { $0.isChanging = false } }
    changing.withLock { _ in
      do throws(InputError) {
        guard let number = try teacher.chosenElsewhere() else {
          noteChoice()
          return log.warning(
            "a version was chosen that is of another file than the model's now, or of other options", ["model": name])
        }
        let version = version(of: number)
        guard version != servedVersion else { return noteChoice() }
        guard try serve(number, ifLoaded: true) else { return }
        endWaiting(for: number)
        log.notice("another program has chosen the version", ["model": name, "version": "\(version)"])
      } catch {
        noteChoice()
        log.warning(
          "the version that another program has chosen is not served", ["model": name, "error": error.description])
      }
    }
  }

  /// Remembers what says which version was chosen: what says another later is somebody else's choice.
  func noteChoice() {
    let now = teacher.noted()
    shared.withLock { $0.noted = now }
  }
}
