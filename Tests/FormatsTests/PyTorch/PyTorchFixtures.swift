import Foundation
import Testing

@testable import InklingFormats

/// Files of torch.save, and what torch itself reads from them: PyTorchFixtures.json, which Tests/Peers/pytorch_files.py
/// writes.
struct PyTorchFixture: Decodable, Sendable {
  enum Form: String, Decodable, Sendable { case zip, legacy }

  /// Bytes that are packed: their length, and deflated in Base64.
  struct Packed: Decodable, Sendable {
    let count: Int
    let deflated: String

    /// None when they are damaged, which fails every test.
    var bytes: [UInt8] {
      (try? Inflater.inflate([UInt8](Data(base64Encoded: deflated) ?? Data()), count: count)) ?? []
    }
  }

  /// What torch reads; the numbers row by row in hexadecimal.
  struct Tensor: Decodable, Sendable {
    let name: String
    let type: String
    let shape: [Int]
    let hex: String
  }

  let name: String
  let form: Form
  let count: Int
  let deflated: String
  let tensors: [Tensor]

  var bytes: [UInt8] { Packed(count: count, deflated: deflated).bytes }

  private struct Document: Decodable {
    let files: [PyTorchFixture]
    let others: [String: Packed]
  }

  private static let document: Document? = {
    let path = URL(fileURLWithPath: #filePath).deletingPathExtension().appendingPathExtension("json")
    return (try? Data(contentsOf: path)).flatMap { try? JSONDecoder().decode(Document.self, from: $0) }
  }()

  /// Files that are read; none when the document is damaged, which fails every test.
  static let all = document?.files ?? []

  /// A file that is read.
  static func named(_ name: String) throws -> PyTorchFixture { try #require(all.first { $0.name == name }) }

  /// The bytes of one.
  static func bytes(of name: String) throws -> [UInt8] { try named(name).bytes }

  /// The bytes of a file that is refused, or asks for more than a path.
  static func other(_ name: String) throws -> [UInt8] { try #require(document?.others[name]).bytes }
}
