import InklingFiles
import InklingPlatform

/// One transfer from an address into a file by the `curl` command, going on from what the file already holds.
///
/// curl is a well-kept tool that knows proxies, certificates and resuming; and who never downloads anything pays
/// nothing for it at start-up.
struct CurlTransfer {
  /// Redirects that are followed before it counts as a loop.
  static let redirectLimit = 5

  let command: String
  let address: String
  let path: String
  /// The size that the file may have at most in the end.
  let sizeLimit: Int
  /// The descriptor of the lock that protects the file, which curl holds too as long as it lives.
  let lock: CInt

  enum Outcome: Equatable {
    /// The server sent everything it had.
    case complete
    /// It broke off, or the server had a passing fault: the same address may do better at the next try.
    case interrupted(String)
    /// The server does not go on from the middle: it must begin anew.
    case notResumable
    /// This address will not do.
    case refused(String)
  }

  /// Runs it, calling `progress` with the file's size some times a second.
  ///
  /// - Throws: `InputError`: `.unavailable` without curl, `.broken` when the file cannot be written (a full disk).
  func run(progress: (Int) -> Void) throws(InputError) -> Outcome {
    let child = try ChildProcess(arguments, inheriting: lock)
    var isTooLong = false
    let outcome = child.wait {
      let size = Self.size(of: path)
      progress(size)
      isTooLong = size > sizeLimit
      return !isTooLong
    }
    if isTooLong || Self.size(of: path) > sizeLimit {
      unlink(path)
      return .refused("the file is longer than \(sizeLimit) bytes")
    }
    return try judge(outcome)
  }

  /// The size of the file at `path`, 0 when there is none.
  static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private var arguments: [String] {
    [
      command, "--silent", "--show-error", "--fail", "--globoff", "--location", "--max-redirs",
      "\(Self.redirectLimit)", "--proto", "=http,https", "--proto-redir", "=http,https", "--connect-timeout", "20",
      // Slower than this for so long counts as broken.
      "--speed-limit", "1000", "--speed-time", "30", "--continue-at", "-", "--write-out", "%{http_code}",
      "--output", path, "--url", address,
    ]
  }

  /// What curl's exit code means; its manual lists them.
  private func judge(_ outcome: ChildProcess.Outcome) throws(InputError) -> Outcome {
    let status = Int(outcome.output.suffix(3)) ?? 0
    let words = Self.words(outcome)
    switch outcome.code {
    case 0: return .complete
    case 23:
      throw InputError(
        .broken, "the download cannot be written", path: path, found: words, remedy: "free some space and try again")
    case 33: return .notResumable
    case 22 where status == 416: return .notResumable
    case 22 where status == 408 || status == 429 || status >= 500: return .interrupted("HTTP status \(status)")
    case 22: return .refused("HTTP status \(status)")
    case 47: return .refused("more than \(Self.redirectLimit) redirects")
    // Cut off, too slow, an empty answer, a fault of sending or receiving, a broken HTTP/2 stream.
    case 16, 18, 28, 52, 55, 56, 92: return .interrupted(words)
    default: return .refused(words)
    }
  }

  /// curl's own words without its name and number: "curl: (6) Could not resolve host: x".
  private static func words(_ outcome: ChildProcess.Outcome) -> String {
    let line = outcome.errors.split(separator: "\n").last.map(String.init) ?? "curl ended with \(outcome.code)"
    guard line.hasPrefix("curl: ("), let end = line.firstIndex(of: ")") else { return line }
    return String(line[line.index(after: end)...].drop(while: \.isWhitespace))
  }
}
