import InklingDatasets
import InklingFiles

/// Shows a download on standard error: a bar on a terminal, a line a file elsewhere.
final class DownloadProgress {
  private var bar = ProgressBar()
  private var address = ""
  private var isWaiting = false

  func show(_ event: DownloadEvent) {
    switch event {
    case .progress(let file, let address, let bytes, let total):
      if address != self.address {
        bar.clear()
        Output.note("fetching \(address)")
        self.address = address
      }
      let size = total.map { "\(bytes.bytes) of \($0.bytes)" } ?? bytes.bytes
      bar.draw(total.map { Double(bytes) / Double(max($0, 1)) } ?? 0, before: file, after: size)
    case .failure(let address, let reason):
      bar.clear()
      Output.note("\(address) does not do: \(reason)")
    case .waiting(let folder):
      if !isWaiting { Output.note("another process downloads into \(folder); waiting for it") }
      isWaiting = true
    case .unverified(let file, let sha256):
      bar.clear()
      Output.note("\(file) has no published digest to compare with; its SHA-256 is \(sha256)")
    }
  }

  /// Reads a data set, and shows what has to be fetched for it.
  ///
  /// - Throws: as `DatasetSource.load(downloads:verifies:progress:)`.
  static func load(
    _ source: DatasetSource, downloads: Bool, verifies: Bool = true
  ) throws(InputError) -> Dataset {
    let progress = DownloadProgress()
    defer { progress.end() }
    return try source.load(downloads: downloads, verifies: verifies, progress: progress.show)
  }

  /// Takes the bar away.
  func end() { bar.clear() }
}
