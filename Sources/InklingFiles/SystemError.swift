import InklingPlatform

/// What the operating system answered when a call failed: its `errno` and its own words.
struct SystemError {
  let code: CInt

  /// The answer to the call that has just failed on this thread.
  static var last: SystemError { SystemError(code: errno) }

  /// The system's words: "No space left on device".
  var text: String { String(cString: strerror(code)) }

  /// The error for an input that cannot be opened or read.
  func reading(_ path: String) -> InputError {
    switch code {
    case ENOENT, ENOTDIR:
      InputError(.missing, "no such file", path: path, found: text, remedy: "check the path")
    case EISDIR:
      InputError(.missing, "a directory where a file belongs", path: path, remedy: "name a file inside it")
    case EACCES, EPERM:
      InputError(.missing, "the file may not be read", path: path, found: text, remedy: "check its permissions")
    default:
      InputError(.broken, "the file cannot be read", path: path, found: text)
    }
  }

  /// The error for an output that cannot be created, written or put into its place.
  func writing(_ path: String) -> InputError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG:
      InputError(
        .broken, "the file cannot be written", path: path, found: text, remedy: "free some space and try again")
    case ENOENT, ENOTDIR:
      InputError(
        .unwritable, "the file cannot be created", path: path, expected: "an existing folder", found: text,
        remedy: "create the folder first")
    case EACCES, EPERM, EROFS:
      InputError(
        .unwritable, "the file cannot be created", path: path, expected: "a folder that may be written to",
        found: text, remedy: "choose another folder or change its permissions")
    case EISDIR, EEXIST, ENOTEMPTY:
      InputError(.unwritable, "the file cannot be created", path: path, expected: "a file's path", found: text)
    default:
      InputError(.broken, "the file cannot be written", path: path, found: text)
    }
  }
}
