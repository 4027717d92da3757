import InklingFiles
import InklingPlatform

extension CorrectionStore {
  /// Closes a store for a program that does not begin: what opening it made is taken away again, unless somebody has kept
  /// something in it meanwhile. A store that was there before stays.
  package func abandon() {
    let isUnused = isMade && (try? count()) == 0
    do throws(InputError) { try close() } catch { return }
    if isReserveMade, isUnused || !isMade { reserve?.giveBack() }
    if isUnused { unlink(path) }
  }
}
