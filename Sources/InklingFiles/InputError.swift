/// What is wrong with something that came from outside (a file, the network, a person), said once and completely:
/// what it is, where, what was expected, what was found, and what to do.
///
/// Its description is one sentence; the command prints it and ends with `kind.exitCode`.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class of the fault, which decides the exit code (`sysexits.h`).
  public enum Kind: Int32, Sendable {
    /// The request itself is wrong: an option out of range, an impossible combination (EX_USAGE).
    case usage = 64
    /// The bytes are there and are wrong (EX_DATAERR).
    case malformed = 65
    /// The input is missing or cannot be read as a file (EX_NOINPUT).
    case missing = 66
    /// A service, server or processor feature that is needed is not there (EX_UNAVAILABLE).
    case unavailable = 69
    /// Training went wrong by itself, such as a loss that is not finite (EX_SOFTWARE).
    case failed = 70
    /// An output cannot be created: read-only folder, run in use (EX_CANTCREAT).
    case unwritable = 73
    /// Reading or writing broke off: a full disk, a broken connection (EX_IOERR).
    case broken = 74

    /// The process's exit status for this kind.
    public var exitCode: Int32 { rawValue }
  }

  /// The class of the fault, which decides the exit code.
  public var kind: Kind { parts.kind }
  /// What is wrong, in a few words without a full stop: "wrong magic number".
  public var what: String { parts.what }
  /// The path or address of the thing, when it has one.
  public var path: String? { parts.path }
  /// The byte offset at which it was noticed, when there is one.
  public var offset: Int? { parts.offset }
  /// What would have been right, in a few words: "2051"; nil where it goes without saying.
  public var expected: String? { parts.expected }
  /// What was there instead, in a few words: "1234"; nil where there is nothing to show.
  public var found: String? { parts.found }
  /// What to do about it, in a few words without a full stop: "download it again".
  public var remedy: String? { parts.remedy }
  /// Where several things are wrong: each of them, a line of its own below the sentence.
  public var details: [String] { parts.details }

  /// Behind a reference: every `try` hands an error on, and one word is handed on with less code than fifteen.
  private let parts: Parts

  /// An error of this kind, with what is wrong, and as much of the rest as is known.
  @inline(never)
  public init(
    _ kind: Kind, _ what: String, path: String? = nil, offset: Int? = nil, expected: String? = nil,
    found: String? = nil, remedy: String? = nil, details: [String] = []
  ) {
    parts = Parts(
      kind: kind, what: what, path: path, offset: offset, expected: expected, found: found, remedy: remedy,
      details: details)
  }

  /// Equal when all parts are.
  public static func == (first: Self, second: Self) -> Bool {
    first.parts === second.parts
      || (first.kind == second.kind && first.what == second.what && first.path == second.path
        && first.offset == second.offset && first.expected == second.expected && first.found == second.found
        && first.remedy == second.remedy && first.details == second.details)
  }

  /// "wrong magic number in PATH at byte 0: expected 2051, found 1234; download it again."
  ///
  /// It has at most `largestDescription` characters, none of which a terminal obeys, whatever the parts are.
  public var description: String { text(separator: "\n  ") }

  /// The same on one line, without the full stop, for another sentence.
  package var clause: String {
    let text = text(separator: " ")
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}

extension InputError {
  private final class Parts: Sendable {
    let kind: Kind
    let what: String
    let path: String?
    let offset: Int?
    let expected: String?
    let found: String?
    let remedy: String?
    let details: [String]

    init(
      kind: Kind, what: String, path: String?, offset: Int?, expected: String?, found: String?, remedy: String?,
      details: [String]
    ) {
      self.kind = kind
      self.what = what
      self.path = path
      self.offset = offset
      self.expected = expected
      self.found = found
      self.remedy = remedy
      self.details = details
    }
  }
}
