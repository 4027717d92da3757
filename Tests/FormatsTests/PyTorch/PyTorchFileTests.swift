import Foundation
import InklingFiles
import Testing

@testable import InklingFormats

struct PyTorchFileTests {
  @Test(arguments: PyTorchFixture.all.map(\.name))
  func readsWhatTorchReads(_ name: String) throws {
    let fixture = try PyTorchFixture.named(name)
    let file = try PyTorchFile(bytes: fixture.bytes)
    #expect(file.form.rawValue == "\(fixture.form)")
    #expect(file.arrays.map(\.name) == fixture.tensors.map(\.name))
    for (array, tensor) in zip(file.arrays, fixture.tensors) {
      #expect(array.elementType.rawValue == tensor.type)
      #expect(array.shape == tensor.shape)
      #expect(hex(array.bytes) == tensor.hex, "\(array.name)")
    }
  }

  @Test(arguments: ["checkpoint", "checkpointLegacy"])
  func checkpointsHaveMetadata(_ name: String) throws {
    let file = try PyTorchFile(bytes: PyTorchFixture.bytes(of: name))
    #expect(file.key == "model_state_dict")
    #expect(file.prefix == "module.")
    let expected = ["epoch": "3", "lr": "0.5", "name": "small", "best": "None", "done": "True"]
    for (key, text) in expected { #expect(file.metadata[key] == text) }
    #expect(file.metadata["optimizer_state_dict.param_groups.0.lr"] == "0.01")
  }

  @Test func aKeyChoosesOneOfSeveral() throws {
    let bytes = try PyTorchFixture.other("several")
    #expect(try PyTorchFile(bytes: bytes, key: "ema").arrays.map(\.name) == ["w", "b"])
    #expect(try PyTorchFile(bytes: bytes, key: ".").arrays.map(\.name) == ["model.w", "ema.w", "ema.b"])
    // An average is asked for.
    let usual = try PyTorchFile(bytes: bytes)
    #expect(usual.key == "model" && usual.otherKeys == ["ema"] && usual.arrays.map(\.name) == ["w"])
    #expect(try PyTorchFile(bytes: bytes, key: "ema").otherKeys == ["model"])
    #expect(
      sentence { try PyTorchFile(bytes: PyTorchFixture.other("unusual"), path: "x.pt") }
        == "the checkpoint has several sets of tensors in x.pt: expected one, "
        + "found generator (1 tensors), judge (1 tensors); choose one with --key NAME.")
    #expect(
      sentence { try PyTorchFile(bytes: bytes, key: "net") }
        == "the checkpoint has no such key: expected model (1 tensors), ema (2 tensors), found 'net'.")
  }

  @Test func keysWithPointsAreFound() throws {
    let file = try PyTorchFile(bytes: PyTorchFixture.bytes(of: "checkpoint"), key: "optimizer_state_dict.state")
    #expect(file.arrays.contains { $0.name == "0.exp_avg" })
  }

  private func sentence(_ body: () throws -> PyTorchFile) -> String? {
    #expect(throws: InputError.self) { try body() }?.description
  }
}

/// Kinds of tensors and values that are refused by name.
struct PyTorchRefusalTests {
  @Test(arguments: [
    ("sparse", "the tensor 'w' is sparse, which is not read; save its to_dense()."),
    ("quantized", "the tensor 'w' is quantized, which is not read; save its dequantize()."),
    ("complex", "the tensor 'w' is of type torch.ComplexFloatStorage, which is not read."),
    ("complexLegacy", "the tensor 'w' is of type torch.ComplexFloatStorage, which is not read."),
    ("meta", "the tensor 'w' is on the meta device and has no numbers, which is not read."),
    (
      "conjugate",
      "the tensor 'w' is a conjugate or negative view, which is not read; save its resolve_neg().resolve_conj()."
    ),
  ])
  func tensors(file: String, sentence: String) {
    let error = #expect(throws: InputError.self) { try PyTorchFile(bytes: PyTorchFixture.other(file)) }
    #expect(error?.description == sentence)
    #expect(error?.kind == .malformed)
  }

  @Test(arguments: ["module", "moduleLegacy"])
  func wholeModules(file: String) {
    let error = #expect(throws: InputError.self) { try PyTorchFile(bytes: PyTorchFixture.other(file)) }
    #expect(error?.found == "torch.nn.modules.linear.Linear")
    #expect(
      error?.remedy
        == "do not trust it; a network's weights alone are saved by torch.save(model.state_dict(), path)")
  }
}

func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
