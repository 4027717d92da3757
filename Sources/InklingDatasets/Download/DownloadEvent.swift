/// What a download tells while it goes on.
public enum DownloadEvent: Sendable, Equatable {
  /// A file is being fetched: how many bytes of it there are, and of how many, where that is known.
  case progress(file: String, address: String, bytes: Int, total: Int?)
  /// An address did not do; the next try follows.
  case failure(address: String, reason: String)
  /// Another process downloads into the same folder; this one waits for it.
  case waiting(folder: String)
  /// A file for which no digest was ever published is in place; its format was checked, and this is its SHA-256.
  case unverified(file: String, sha256: String)
}
