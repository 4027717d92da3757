import InklingFiles
import Testing

@testable import InklingFormats

struct UnpicklerTests {
  private func load(_ text: String) throws -> Pickle {
    try Unpickler(PickleText("\u{80}\u{2}" + text).bytes, allowing: .pyTorch, path: "x.pt").load().0
  }

  private func sentence(_ text: String) -> String? {
    #expect(throws: InputError.self) { try load(text) }?.description
  }

  @Test(arguments: [
    ("N.", PickleValue.none), ("\u{88}.", .bool(true)), ("\u{89}.", .bool(false)), ("K\u{FF}.", .integer(255)),
    ("M\u{1}\u{2}.", .integer(513)), ("J\u{FE}\u{FF}\u{FF}\u{FF}.", .integer(-2)), ("\u{8A}\0.", .integer(0)),
    ("\u{8A}\u{2}\0\u{80}.", .integer(-32768)),
    ("\u{8A}\u{9}\u{1}\0\0\0\0\0\0\0\u{1}.", .largeInteger([1, 0, 0, 0, 0, 0, 0, 0, 1])),
    ("G\u{3F}\u{F8}\0\0\0\0\0\0.", .float(1.5)), ("X\u{2}\0\0\0\u{C3}\u{A4}.", .text("ä")), ("U\u{1}a.", .text("a")),
    ("U\u{1}\u{FF}.", .bytes([255])), ("C\u{1}\u{FF}.", .bytes([255])), ("\u{8C}\u{1}a.", .text("a")),
    ("\u{95}\u{2}\0\0\0\0\0\0\0N.", .none),
  ])
  func plainValues(_ text: String, _ value: PickleValue) throws {
    #expect(try load(text).root == value)
  }

  @Test func containers() throws {
    let pickle = try load("}(X\u{1}\0\0\0a](K\u{1}K\u{2}eX\u{1}\0\0\0bK\u{3}\u{85}u.")
    let root = try #require(pickle.object(pickle.root))
    #expect(root.keys == [.text("a"), .text("b")])
    #expect(root.value("a").flatMap(pickle.sequence) == [.integer(1), .integer(2)])
    #expect(root.value("b").flatMap(pickle.sequence) == [.integer(3)])
  }

  @Test func aKeySetAgainKeepsItsPlace() throws {
    let pickle = try load("}(K\u{1}K\u{2}K\u{3}K\u{4}K\u{1}K\u{5}u.")
    let root = try #require(pickle.object(pickle.root))
    #expect(root.keys == [.integer(1), .integer(3)])
    #expect(root.items == [.integer(5), .integer(4)])
  }

  @Test(arguments: [
    ("cos\nsystem\n.", "os.system"), ("cposix\nsystem\n.", "posix.system (os.system)"),
    ("c__builtin__\neval\n.", "builtins.eval"), ("cbuiltins\nexec\n.", "builtins.exec"),
    ("X\u{8}\0\0\0builtinsX\u{4}\0\0\0eval\u{93}.", "builtins.eval"), ("ctorch.hub\nload\n.", "torch.hub.load"),
    ("cnumpy.core.multiarray\nscalar\n.", "numpy.core.multiarray.scalar"),
    ("ccollections\nOrderedDict.fromkeys\n.", "collections.OrderedDict.fromkeys"),
  ])
  func whatAsksToBeRunIsRefusedByName(_ text: String, _ name: String) {
    let error = #expect(throws: InputError.self) { try load(text) }
    #expect(error?.found == name)
    #expect(error?.what == "the file asks Python for something that tensors do not need, and was not followed")
  }

  @Test(arguments: [
    ("ios\nsystem\n.", "INST"), ("(ios\n.", "INST"), ("o.", "OBJ"), ("I1\n.", "INT"), ("0.", "POP"),
    ("\u{82}\u{1}.", "EXT1"), ("\u{92}.", "NEWOBJ_EX"), ("P1\n.", "PERSID"), ("\u{97}.", "NEXT_BUFFER"),
    ("\u{FF}.", "byte 0xff"),
  ])
  func otherInstructionsAreRefusedByName(_ text: String, _ name: String) {
    let error = #expect(throws: InputError.self) { try load(text) }
    #expect(error?.what == "the pickle has an instruction that tensors do not need")
    #expect(error?.found == name)
  }

  @Test func deepNestingIsRefused() {
    let sentence = "the pickle is nested too deep in x.pt at byte"
    for text in [
      "(", ")" + String(repeating: "\u{85}", count: 300), "]" + String(repeating: "q\u{1}]h\u{1}a", count: 300),
    ] {
      let deep = text == "(" ? String(repeating: "(", count: 300) : text
      #expect(self.sentence(deep + ".")?.hasPrefix(sentence) == true)
    }
  }

  @Test func callsNeedAFunctionAndATuple() {
    #expect(
      sentence("K\u{1})R.") == "the pickle calls something that is no function in x.pt at byte 5: found a plain value.")
    #expect(
      sentence("ctorch\nFloatStorage\n)R.")
        == "the pickle calls something that is no function in x.pt at byte 23: found torch.FloatStorage.")
    #expect(sentence("ctorch\nSize\nNR.") == "the pickle calls torch.Size without arguments in x.pt at byte 15.")
  }

  @Test(arguments: [
    ("", "the pickle is cut off in x.pt at byte 1: expected 1 more bytes, found 0; get the file again."),
    (".", "the pickle takes a value where none is in x.pt at byte 2; get the file again."),
    ("NN.", "the pickle ends with values left over in x.pt at byte 4."),
    (
      "X\u{FF}\u{FF}\u{FF}\u{FF}a.",
      "the pickle is cut off in x.pt at byte 6: expected 4294967295 more bytes, found 2; get the file again."
    ),
    (
      "\u{8D}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}a.",
      "the pickle is cut off in x.pt at byte 10: expected 9223372036854775807 more bytes, found 2; get the file again."
    ),
    ("h\u{1}.", "the pickle recalls a value that it never had in x.pt at byte 3."),
    ("}Na.", "the pickle appends to something else in x.pt at byte 4."),
    ("]NNs.", "the pickle sets an item of something else in x.pt at byte 5."),
    ("}(Nu.", "the pickle has a key without a value in x.pt at byte 5."),
    ("}]Ns.", "a dictionary of the pickle has a key that can change in x.pt at byte 5."),
    ("]Nb.", "the pickle gives a state to something else in x.pt at byte 4."),
    ("t.", "the pickle takes a value where none is in x.pt at byte 2; get the file again."),
    ("N(\u{85}.", "the pickle takes a value where none is in x.pt at byte 4; get the file again."),
    ("X\u{1}\0\0\0\u{FF}.", "text in the pickle is not UTF-8 in x.pt at byte 7."),
  ])
  func damageIsSaid(_ text: String, _ expected: String) { #expect(sentence(text) == expected) }

  @Test func countsAreLimited() {
    var limits = Unpickler.Limits()
    (limits.values, limits.memo) = (10, 3)
    for (text, what) in [
      ("(NNNNNNNNNNNt.", "the pickle has too many values"),
      ("Nq\u{1}q\u{2}q\u{3}q\u{4}.", "the pickle remembers too many values"),
    ] {
      let error = #expect(throws: InputError.self) {
        try Unpickler(PickleText("\u{80}\u{2}" + text).bytes, allowing: .pyTorch, limits: limits, path: nil).load()
      }
      #expect(error?.what == what)
    }
  }
}
