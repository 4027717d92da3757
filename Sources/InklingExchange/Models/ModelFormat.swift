public import InklingFiles
import InklingFormats

/// What a trained model can be written as.
public enum ModelFormat: String, Sendable, CaseIterable {
  /// Inkling's own file: safetensors with the whole model in its metadata.
  case inkling
  /// The weights alone, as safetensors.
  case safetensors
  /// The weights alone, as `torch.load(weights_only=True)` reads them.
  case pt
  /// A network for any ONNX runtime.
  case onnx
  /// The weights alone, as NumPy reads them.
  case npz
  /// One Swift file that needs no other.
  case swift
  /// One C99 file that needs no other.
  case c
  /// One JavaScript module that needs no other.
  case js
  /// One web page that needs no other file: the network, and a sheet to draw on.
  case html

  private static let byEnding: [(ending: String, formats: [ModelFormat])] = [
    ("safetensors", [.inkling, .safetensors]), ("inkling", [.inkling]), ("pt", [.pt]), ("pth", [.pt]),
    ("onnx", [.onnx]), ("npz", [.npz]),
    ("swift", [.swift]), ("c", [.c]), ("js", [.js]), ("mjs", [.js]),
    ("html", [.html]), ("htm", [.html]),
  ]

  /// The format of a file that is to be written: the one that was asked for, or else the one that its name's ending says.
  ///
  /// - Throws: `InputError` of kind `.usage` for an ending that says nothing, where none was asked for, and for one that is
  ///   another format's.
  public static func chosen(_ asked: ModelFormat?, for path: String) throws(InputError) -> ModelFormat {
    let ending = Self.ending(of: path)
    let formats = byEnding.first { $0.ending == ending }?.formats
    guard let asked else {
      if let first = formats?.first { return first }
      throw InputError(
        .usage, "the file's name does not say which format it is to have", path: path,
        expected: "an ending: " + byEnding.map { ".\($0.ending)" }.joined(separator: ", "),
        found: ending.map { ".\($0.prefix(20))" } ?? "none", remedy: "name the format with --format")
    }
    if let formats, !formats.contains(asked) {
      throw InputError(
        .usage, "the file's name says another format than --format", path: path, expected: asked.rawValue,
        found: formats.map(\.rawValue).joined(separator: " or "), remedy: "leave one of them out, or change one")
    }
    if formats == nil, let other = FileKind(named: path) {
      throw InputError(
        .usage, "the file's name says another format than --format, which is not written", path: path,
        expected: asked.rawValue, found: other.rawValue, remedy: "choose another name")
    }
    return asked
  }

  /// Refuses a name for Inkling's own file that says another format.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  public static func requireInkling(_ path: String) throws(InputError) {
    guard let ending = Self.ending(of: path) else { return }
    let formats = byEnding.first { $0.ending == ending }?.formats
    let isOther = formats.map { !$0.contains(.inkling) } ?? (FileKind(named: path) != nil)
    guard isOther else { return }
    throw InputError(
      .usage, "the file's name says another format, and what is written is Inkling's own", path: path,
      expected: "a name that ends in .safetensors or .inkling", found: ".\(ending.prefix(20))",
      remedy: "choose another name; 'inkling export' writes other formats")
  }

  /// Refuses a name for NumPy's archive of arrays that has another ending. One without any is taken.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  package static func requireNPZ(_ path: String) throws(InputError) {
    guard let ending = Self.ending(of: path), ending != npz.rawValue else { return }
    throw InputError(
      .usage, "the file's name says another format, and what is written is NumPy's .npz", path: path,
      expected: "a name that ends in .npz", found: ".\(ending.prefix(20))", remedy: "choose another name")
  }

  /// What stands behind the last point of a file's name, in small letters.
  private static func ending(of path: String) -> String? {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
  }

  /// The usual end of a file's name.
  public var fileExtension: String {
    switch self {
    case .inkling, .safetensors: "safetensors"
    default: rawValue
    }
  }
}
