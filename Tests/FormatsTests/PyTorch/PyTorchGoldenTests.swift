import Foundation
import InklingFiles
import Testing

@testable import InklingFormats

/// The files of a folder of goldens, whatever their names and shapes are.
struct PyTorchGoldenTests {
  private static let folder =
    (ProcessInfo.processInfo.environment["GOLDENS_DIR"] ?? "../shared/goldens") + "/files/"

  private static func names(_ suffix: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(suffix) }.sorted()
  }

  @Test func thereAreFiles() { #expect(!Self.names(".pt").isEmpty, "no .pt in \(Self.folder)") }

  @Test func theSameNetworkInEveryFormIsTheSame() throws {
    var compared = 0
    for name in Self.names(".safetensors") {
      let stem = name.dropLast(".safetensors".count)
      let expected = try Self.safetensors(name)
      for other in Self.names(".pt") where other.hasPrefix(stem + "_") {
        let file = try PyTorchFile(contentsOf: Self.folder + other)
        #expect(Set(file.arrays.map(\.name)) == Set(expected.keys), "\(other)")
        for array in file.arrays { #expect(array == expected[array.name], "\(other): \(array.name)") }
        compared += 1
      }
    }
    #expect(compared >= 3)
  }

  @Test func stridedHalvesAreTheNumbersOfTheSeed() throws {
    let mixed = try PyTorchFile(contentsOf: Self.folder + "mixed_dtypes_strided.pt")
    #expect(Set(mixed.arrays.map(\.elementType)).isSuperset(of: [.float16, .bfloat16, .float32, .int64]))
    let reference = try Self.safetensors("seednet.safetensors")
    for array in mixed.arrays {
      guard let whole = reference[array.name] else { continue }
      if array.shape == whole.shape, whole.shape.count != 2 {
        #expect(try whole.converted(to: array.elementType).bytes == array.bytes, "\(array.name)")
      } else {
        #expect(array.shape == whole.shape.reversed())
        let (numbers, given) = (try whole.floats(), try array.floats())
        let (rows, columns) = (whole.shape[0], whole.shape[1])
        for row in 0..<rows {
          for column in 0..<columns { #expect(given[column * rows + row] == numbers[row * columns + column]) }
        }
      }
    }
  }

  @Test func checkpointsHaveTheirMetadata() throws {
    for name in Self.names("_checkpoint.pt") {
      let file = try PyTorchFile(contentsOf: Self.folder + name)
      #expect(file.key == "model_state_dict")
      #expect(file.metadata["epoch"] != nil)
    }
  }

  @Test func maliceIsRefusedByName() {
    let error = #expect(throws: InputError.self) { try PyTorchFile(contentsOf: Self.folder + "malicious.pt") }
    #expect(error?.kind == .malformed)
    #expect(error?.found == "posix.system (os.system)")
    #expect(error?.what == "the file asks Python for something that tensors do not need, and was not followed")
  }

  /// The arrays of a safetensors file, read in the plainest way.
  private static func safetensors(_ name: String) throws -> [String: NamedArray] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + name))
    let length = Int(data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    let header = try #require(try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any])
    var arrays: [String: NamedArray] = [:]
    for (name, value) in header where name != "__metadata__" {
      let entry = try #require(value as? [String: Any])
      let type = try #require(ElementType(rawValue: entry["dtype"] as? String ?? ""))
      let range = try #require(entry["data_offsets"] as? [Int])
      arrays[name] = try NamedArray(
        name: name, elementType: type, shape: try #require(entry["shape"] as? [Int]),
        bytes: [UInt8](data[(8 + length + range[0])..<(8 + length + range[1])]))
    }
    return arrays
  }
}
