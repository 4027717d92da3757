import InklingEngine
import InklingFiles
import Testing

/// A safetensors file with any header, right or wrong.
private func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
  let header = Array(header.utf8)
  return withUnsafeBytes(of: (length ?? UInt64(header.count)).littleEndian) { Array($0) } + header + data
}

/// A file with one tensor "t".
private func file(_ dtype: String, _ shape: [Int], _ data: [UInt8]) -> [UInt8] {
  file(#"{"t":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":[0,\#(data.count)]}}"#, data: data)
}

private func bytes(_ values: some Sequence<some FixedWidthInteger>) -> [UInt8] {
  values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}

/// The error that decoding `bytes` throws, or nil.
private func fault(_ bytes: [UInt8]) -> InputError? {
  do {
    _ = try Safetensors(decoding: bytes, path: "x.safetensors")
    return nil
  } catch { return error }
}

@Suite struct SafetensorsTests {
  @Test func encodesTheDocumentedBytes() {
    let b = NamedTensor(name: "b", shape: [2], values: [1, -2])
    let a = NamedTensor(name: "a\n\"é", shape: [], values: [0.5])
    let encoded = Safetensors(tensors: [b, a], metadata: ["z": "\u{1}", "format": "pt"]).encoded()
    var header =
      #"{"__metadata__":{"format":"pt","z":"\u0001"},"a\n\"é":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#
    while header.utf8.count % 8 != 0 { header += " " }
    #expect(encoded == file(header, data: bytes([Float(0.5), 1, -2].map(\.bitPattern))))
  }

  @Test func decodesWhatItEncodes() throws {
    let tensors = [
      NamedTensor(name: "", shape: [3, 0, 2], values: []), NamedTensor(name: "\u{1}/\\ 😀", shape: [1, 1], values: [7]),
      NamedTensor(name: "w", shape: [2, 3], values: [1, -0.0, .infinity, .leastNonzeroMagnitude, 0x1p-140, 6]),
    ]
    let file = Safetensors(tensors: tensors, metadata: ["note": "\u{0}\t\u{7F}ü", "": ""])
    let decoded = try Safetensors(decoding: file.encoded())
    #expect(decoded == file)
    #expect(decoded["w"]?.values[1].sign == .minus)
    #expect(try Safetensors(decoding: Safetensors(tensors: []).encoded()) == Safetensors(tensors: []))
  }

  @Test func keepsTheBitsOfNaN() throws {
    let odd = Float(bitPattern: 0xFFA1_2345)
    let file = Safetensors(tensors: [NamedTensor(name: "n", shape: [1], values: [odd])])
    #expect(try Safetensors(decoding: file.encoded())["n"]?.values[0].bitPattern == odd.bitPattern)
  }

  @Test func acceptsAnyOrderAndSpacing() throws {
    let header = """
      { "b" : {"shape":[ 1 ],\t"data_offsets": [4,8],\r"dtype":"F32"},
        "z":{"dtype":"F32","shape":[0,9],"data_offsets":[4,4]},
        "\\u0061\\ud83d\\ude00\\/":{"dtype":"F32","shape":[],"data_offsets":[0,4]} }   
      """
    let decoded = try Safetensors(decoding: file(header, data: bytes([Float(1), 2].map(\.bitPattern))))
    #expect(
      decoded.tensors == [
        NamedTensor(name: "b", shape: [1], values: [2]), NamedTensor(name: "z", shape: [0, 9], values: []),
        NamedTensor(name: "a😀/", shape: [], values: [1]),
      ])
  }

  @Test(
    arguments: [
      ("F64", bytes([0.1, -1e-50, .infinity].map(\Double.bitPattern)), [0.1, -0.0, .infinity]),
      (
        "F16", bytes([0x3C00, 0xC000, 0x0001, 0x83FF, 0x7BFF, 0x7C00] as [UInt16]),
        [1, -2, 0x1p-24, -0x3FFp-24, 65504, .infinity]
      ),
      ("BF16", bytes([0x3F80, 0xC0A0, 0x7F80] as [UInt16]), [1, -5, .infinity]),
      ("I64", bytes([1 << 24, -(1 << 24)] as [Int64]), [16_777_216, -16_777_216]),
      ("I32", bytes([5, -7] as [Int32]), [5, -7]), ("I16", bytes([.min, .max] as [Int16]), [-32768, 32767]),
      ("I8", bytes([.min, .max] as [Int8]), [-128, 127]), ("U64", bytes([3] as [UInt64]), [3]),
      ("U32", bytes([1 << 24] as [UInt32]), [16_777_216]), ("U16", bytes([.max] as [UInt16]), [65535]),
      ("U8", [0, 255], [0, 255]), ("BOOL", [0, 1], [0, 1]),
    ] as [(String, [UInt8], [Float])])
  func readsEveryElementType(dtype: String, data: [UInt8], expected: [Float]) throws {
    let decoded = try Safetensors(decoding: file(dtype, [expected.count], data))
    #expect(decoded.tensors.map { $0.values.map(\.bitPattern) } == [expected.map(\.bitPattern)])
  }

  @Test func readsEveryHalfAsTheProcessorDoes() throws {
    #if !(os(macOS) && arch(x86_64))
      let decoded = try Safetensors(decoding: file("F16", [65536], bytes(UInt16.min...UInt16.max)))
      let values = try #require(decoded["t"]).values
      let wrong = (0..<65536).filter { bits in
        let expected = Float(Float16(bitPattern: UInt16(bits)))
        return values[bits] != expected && !(values[bits].isNaN && expected.isNaN)
      }
      #expect(wrong.isEmpty)
    #endif
  }

  @Test(
    arguments: [
      ("I64", bytes([0, 16_777_217] as [Int64]), 8), ("U64", bytes([0, 1 << 63] as [UInt64]), 8),
      ("I64", bytes([0, Int64.min]), 8), ("I32", bytes([0, -16_777_217] as [Int32]), 4),
      ("F64", bytes([0, 1e39].map(\Double.bitPattern)), 8), ("BOOL", [1, 2], 1),
    ] as [(String, [UInt8], Int)])
  func refusesNumbersThatFloat32DoesNotHold(dtype: String, data: [UInt8], offset: Int) throws {
    let bytes = file(dtype, [2], data)
    let error = try #require(fault(bytes))
    #expect(error.kind == .malformed)
    #expect(error.offset == bytes.count - data.count + offset)
  }

  @Test func readsAFileAndRefusesWhatIsNone() throws {
    #expect { try Safetensors(contentsOf: "/nowhere/at/all.safetensors") } throws: {
      ($0 as? InputError)?.kind == .missing
    }
    #expect { try Safetensors(contentsOf: "/") } throws: { ($0 as? InputError)?.kind == .missing }
  }
}

// MARK: - Broken headers

@Suite struct SafetensorsFaultTests {
  private static func one(
    dtype: String = #""F32""#, shape: String = "[1]", offsets: String = "[0,4]", more: String = ""
  ) -> String {
    #"{"t":{"dtype":\#(dtype),"shape":\#(shape),"data_offsets":\#(offsets)\#(more)}}"#
  }

  @Test(
    arguments: [
      ("[]", 8, "'{'"), (" {}", 8, "'{'"), ("{} x", 11, "end of the header"), ("{", 9, "'\"'"), ("{}{}", 10, "end"),
      (#"{"t":4}"#, 13, "'{'"), (one(more: #","more":1"#), 61, "unknown key"), (#"{"t":{}}"#, 9, "incomplete"),
      (#"{"t":{"dtype":"F32","shape":[1]}}"#, 9, "incomplete"),
      (one(dtype: "1"), 22, "'\"'"), (one(dtype: #""F8_E4M9""#), 22, "F8_E4M9"),
      (one(shape: "[-1]"), 37, "whole number"), (one(shape: "[1.0]"), 38, "']'"), (one(shape: "[01]"), 37, "zeros"),
      (one(shape: "[1,]"), 39, "whole number"), (one(shape: #"["1"]"#), 37, "whole number"),
      (one(shape: "[9223372036854775808]"), 37, "too large"),
      (one(shape: "[4294967296,4294967296]"), 9, "more than 2^60"), (one(shape: "[2]"), 9, "8 bytes"),
      (one(shape: "[4611686018427387904]"), 9, "more than 2^60"),
      (one(offsets: "[0]"), 9, "[begin, end]"), (one(offsets: "[4,0]"), 9, "[begin, end]"),
      (one(offsets: "[0,4,8]"), 9, "[begin, end]"), (one(offsets: "[1,5]"), 9, "from 0"),
      (one(shape: "[2]", offsets: "[0,8]"), 66, "truncated data"),
      (one(shape: "[0]", offsets: "[0,0]"), 62, "belong to no tensor"), ("{}", 10, "belong to no tensor"),
      (#"{"__metadata__":{"a":1}}"#, 29, "'\"'"), (#"{"__metadata__":[]}"#, 24, "'{'"),
      (#"{"__metadata__":{"a":"","a":""}}"#, 32, "repeated key"), (#"{"\x":1}"#, 10, "escapes"),
      (#"{"\ud800":1}"#, 10, "surrogate"), (#"{"\udc00\udc00":1}"#, 10, "surrogate"),
      (#"{"\u12g4":1}"#, 14, "hexadecimal"),
      ("{\"a\nb\":1}", 11, "byte 10"), (#"{"ab"#, 12, "end of the header"), (#"{"ab\"#, 13, "end of the header"),
      (one(more: #","shape":[1]"#), 61, "repeated key 'shape'"),
    ] as [(String, Int, String)])
  func refusesTheHeader(header: String, offset: Int, words: String) throws {
    let error = try #require(fault(file(header, data: [0, 0, 0, 0])))
    #expect(error.kind == .malformed)
    #expect(error.path == "x.safetensors")
    #expect(error.offset == offset, "\(error)")
    #expect(error.description.contains(words), "\(error)")
  }

  @Test func refusesRepeatedNamesHolesAndOverlaps() throws {
    func entry(_ name: String, _ begin: Int, _ end: Int) -> String {
      #""\#(name)":{"dtype":"F32","shape":[1],"data_offsets":[\#(begin),\#(end)]}"#
    }
    func error(_ entries: String..., count: Int) throws -> String {
      try #require(fault(file("{\(entries.joined(separator: ","))}", data: Array(repeating: 0, count: count))))
        .description
    }
    #expect(try error(entry("a", 0, 4), entry("a", 4, 8), count: 8).contains("repeated key 'a'"))
    #expect(try error(entry("a", 0, 4), entry("\\u0061", 4, 8), count: 8).contains("repeated key 'a'"))
    #expect(try error(entry("a", 0, 4), entry("b", 5, 9), count: 9).contains("expected data_offsets from 4, found 5"))
    #expect(try error(entry("a", 0, 4), entry("b", 3, 7), count: 7).contains("expected data_offsets from 4, found 3"))
    #expect(try error(entry("a", 0, 4), entry("b", 0, 4), count: 4).contains("expected data_offsets from 4, found 0"))
  }

  @Test func refusesImpossibleLengths() {
    #expect(fault([])?.offset == 0)
    #expect(fault([1, 2, 3])?.expected == "8 bytes of length")
    #expect(fault(file("{}", length: 0))?.offset == 8)
    #expect(fault(file("{}", length: 3))?.description.contains("truncated header") == true)
    #expect(fault(file("{}", length: 100_000_001))?.expected == "at most 100000000 bytes")
    #expect(fault(file("{}", length: .max))?.found == "18446744073709551615")
  }

  @Test func refusesNamesThatAreNotUTF8() {
    let header: [UInt8] = Array("{\"".utf8) + [0xC3, 0x28] + Array("\":{}}".utf8)
    #expect(fault(bytes([UInt64(header.count)]) + header)?.description.contains("UTF-8") == true)
  }
}

// MARK: - Every small fault

@Suite struct SafetensorsFuzzTests {
  private static let small = Safetensors(
    tensors: [
      NamedTensor(name: "w\n", shape: [2, 1], values: [1, -2]), NamedTensor(name: "b", shape: [], values: [3]),
    ], metadata: ["format": "pt"]
  ).encoded()

  /// True when `bytes` decode to tensors that fit their shapes and survive a round trip, or are refused as malformed.
  private func isHandled(_ bytes: [UInt8]) -> Bool {
    do {
      let decoded = try Safetensors(decoding: bytes)
      guard Set(decoded.tensors.map(\.name)).count == decoded.tensors.count else { return false }
      let again = try Safetensors(decoding: decoded.encoded())
      return again.tensors.count == decoded.tensors.count && again.metadata == decoded.metadata
    } catch { return error.kind == .malformed && error.offset.map { 0...bytes.count ~= $0 } == true }
  }

  @Test func everyChangeOfOneByteIsHandled() {
    var wrong: [(Int, UInt8)] = []
    for index in Self.small.indices {
      for flip in UInt8(1)...255 {
        var bytes = Self.small
        bytes[index] ^= flip
        if !isHandled(bytes) { wrong.append((index, flip)) }
      }
    }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  @Test func everyTruncationAndExtensionIsRefused() {
    #expect(fault(Self.small) == nil)
    for count in 0..<Self.small.count { #expect(fault(Array(Self.small.prefix(count)))?.kind == .malformed) }
    #expect(fault(Self.small + [0])?.offset == Self.small.count)
  }

  @Test func everyDeletionAndDoublingOfAHeaderByteIsHandled() {
    let end = 8 + Int(Self.small[0])
    for index in 8..<end {
      var shorter = Self.small
      shorter.remove(at: index)
      shorter[0] -= 1
      #expect(isHandled(shorter), "without byte \(index)")
      var longer = Self.small
      longer.insert(longer[index], at: index)
      longer[0] += 1
      #expect(isHandled(longer), "byte \(index) twice")
    }
  }
}
