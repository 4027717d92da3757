#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// PyTorch's reference values: a folder with `manifest.json`, which lists the cases, and their safetensors files.
///
/// The folder is `GOLDENS_DIR`, or `../shared/goldens` beside the package. When it is missing or holds no case of what
/// is asked for, asking throws, so that no test passes for want of goldens.
public struct Goldens: Sendable {
  public let directory: String
  public let cases: [GoldenCase]
  /// What they were drawn from: `generate.py --seed`.
  public let seed: Int?

  /// Reads the manifest of the folder at `directory`.
  public init(directory: String = Goldens.directory) throws {
    let path = directory + "/manifest.json"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw GoldenError(
        "no goldens at \(path); set GOLDENS_DIR to the folder that holds manifest.json, or make one with generate.py")
    }
    self.directory = directory
    let manifest = try JSONDecoder().decode(Manifest.self, from: data)
    cases = try manifest.cases.map { try GoldenCase($0, in: directory) }
    seed = manifest.seed
  }

  /// The cases of one kind (the manifest's "layers", "losses", ...) and one class of PyTorch ("Conv2d"), or of all.
  public func cases(kind: String, op: String? = nil) throws -> [GoldenCase] {
    let found = cases.filter { $0.kind == kind && (op == nil || $0.op == op) }
    if found.isEmpty {
      throw GoldenError("no golden of kind \(kind)\(op.map { " and op \($0)" } ?? "") in \(directory)")
    }
    return found
  }

  /// The same of the folder that the environment or the default gives.
  public static func cases(kind: String, op: String? = nil) throws -> [GoldenCase] {
    try standard.get().cases(kind: kind, op: op)
  }

  /// The case of that kind and name.
  public static func named(_ name: String, kind: String) throws -> GoldenCase {
    guard let found = try cases(kind: kind).first(where: { $0.name == name }) else {
      throw GoldenError("no golden \(kind)/\(name) in \(directory)")
    }
    return found
  }

  /// The seed of the folder that the environment or the default gives.
  public static func seed() throws -> Int? { try standard.get().seed }

  /// The path of a file that is beside the cases, such as "files/seednet.safetensors".
  public static func path(of file: String) throws -> String { try standard.get().directory + "/" + file }

  /// Read once, because every golden test asks for it.
  private static let standard = Result { try Goldens() }

  /// The folder that is read unless another is given.
  public static var directory: String {
    if let set = ProcessInfo.processInfo.environment["GOLDENS_DIR"], !set.isEmpty { return set }
    return packageRoot + "/../shared/goldens"
  }

  /// The folder of Package.swift.
  public static var packageRoot: String {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  }

  private struct Manifest: Decodable {
    let cases: [[String: JSONValue]]
    let seed: Int?
  }
}

extension GoldenCase {
  fileprivate init(_ members: [String: JSONValue], in directory: String) throws {
    guard let kind = members["kind"]?.string, let name = members["name"]?.string, let op = members["op"]?.string,
      let arguments = members["args"]?.object
    else { throw GoldenError("a case of \(directory)/manifest.json lacks kind, name, op or args: \(members)") }
    self.kind = kind
    self.name = name
    self.op = op
    self.arguments = arguments
    figures = members.filter { !["kind", "name", "op", "args", "file"].contains($0.key) }
    path = members["file"]?.string.map { directory + "/" + $0 }
  }
}
