import Foundation
import InklingFormats
import InklingHDF5
import Testing

/// Real Keras's files: `GOLDENS_DIR/keras`, or `../shared/goldens/keras` beside the package.
@Suite struct HDF5GoldenTests {
  private static let folder: URL = {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let goldens = ProcessInfo.processInfo.environment["GOLDENS_DIR"] ?? root.path + "/../shared/goldens"
    return URL(fileURLWithPath: goldens).appendingPathComponent("keras")
  }()

  @Test func readsAllNumbersOfKeras() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".h5") || $0.hasSuffix(".keras") }
    #expect(!names.isEmpty)
    for name in names {
      var bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name)))
      if name.hasSuffix(".keras") { bytes = try ZipFile(bytes: bytes).read("model.weights.h5") }
      let file = try HDF5File(bytes, path: name)
      #expect(!file.root.datasets.isEmpty, "\(name)")
      for dataset in file.root.datasets {
        let array = try file.array(dataset)
        #expect(array.count == dataset.shape.reduce(1, *), "\(name): \(dataset.path)")
        #expect(try array.numbers().allSatisfy(\.isFinite), "\(name): \(dataset.path)")
      }
      if name.hasSuffix(".h5") { #expect(file.root.attribute("model_config")?.text?.first == "{", "\(name)") }
    }
  }
}
