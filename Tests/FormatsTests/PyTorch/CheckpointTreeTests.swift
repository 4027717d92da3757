import InklingFiles
import Testing

@testable import InklingFormats

struct CheckpointTreeTests {
  private static let tensor =
    "ctorch._utils\n_rebuild_tensor_v2\n((X\u{7}\0\0\0storagectorch\nFloatStorage\nX\u{1}\0\0\00X\u{3}\0\0\0cpuK\u{1}tQK\0"
    + "K\u{1}\u{85}K\u{1}\u{85}\u{89}NtR"

  private func tree(_ text: String) throws -> CheckpointTree {
    let pickle = try Unpickler(PickleText("\u{80}\u{2}" + text).bytes, allowing: .pyTorch, path: nil).load().0
    return CheckpointTree(pickle: pickle, path: nil)
  }

  private func key(_ name: String) -> String { "X\(Character(Unicode.Scalar(UInt8(name.count))))\0\0\0\(name)" }

  /// A dictionary of these keys and values.
  private func dictionary(_ items: [(String, String)]) -> String {
    "}(" + items.map { key($0.0) + $0.1 }.joined() + "u"
  }

  @Test func knownNamesGoBeforeOthers() throws {
    let weights = dictionary([("w", Self.tensor)])
    let known = try tree(dictionary([("loss", Self.tensor), ("other", weights), ("net", weights)]) + ".")
    #expect(try known.candidates().map(\.path) == ["net"])
    let unknown = try tree(dictionary([("a", weights), ("b", dictionary([("c", weights)]))]) + ".")
    #expect(try unknown.candidates().map(\.path) == ["a", "b.c"])
  }

  @Test func nestedTensorsHaveLongNames() throws {
    let tree = try tree(
      dictionary([("a", dictionary([("b", Self.tensor), ("n", "K\u{5}")])), ("c", "]\(Self.tensor)a")]) + ".")
    let contents = try tree.contents(of: tree.pickle.root)
    #expect(contents.tensors.map(\.name) == ["a.b", "c.0"])
    #expect(contents.metadata == ["a.n": "5"])
  }

  @Test func namesThatMeetAreRefused() throws {
    let tree = try tree(dictionary([("a", dictionary([("b", Self.tensor)])), ("a.b", Self.tensor)]) + ".")
    let error = #expect(throws: InputError.self) { try tree.contents(of: tree.pickle.root) }
    #expect(error?.description == "two tensors have one name: found 'a.b'.")
  }

  /// 2^40 paths to one dictionary.
  @Test func memoBombsAreRefused() throws {
    var text = "}q\0"
    for level in 0..<40 {
      let (last, next) = (Unicode.Scalar(UInt8(level)), Unicode.Scalar(UInt8(level + 1)))
      text += "}q\(Character(next))(\(key("a"))h\(Character(last))\(key("b"))h\(Character(last))u"
    }
    // Only the last of them stays.
    let tree = try tree("(" + text + "t.")
    let last = try #require(tree.pickle.sequence(tree.pickle.root)?.last)
    let error = #expect(throws: InputError.self) { try tree.candidates(in: last) }
    #expect(error?.what == "the checkpoint shares its values too often")
  }

  @Test func aDictionaryInsideItselfIsRefused() throws {
    let tree = try tree("}q\u{1}(\(key("a"))h\u{1}u.")
    let error = #expect(throws: InputError.self) { try tree.candidates() }
    #expect(error?.what == "the checkpoint is nested too deep")
  }

  @Test func pathsFindKeysWithPoints() throws {
    let tree = try tree(dictionary([("a.b", dictionary([("c", "K\u{7}")]))]) + ".")
    #expect(tree.value(at: "a.b.c") == .integer(7))
    #expect(tree.value(at: "a") == nil)
    #expect(tree.value(at: ".") == tree.pickle.root)
  }
}
