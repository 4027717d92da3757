public import InklingDatasets
import InklingFiles
public import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// MNIST beside the goldens (`GOLDENS_DIR/../datasets`), in `INKLING_DATA`, or in or beside the package; read once.
///
/// It counts when it is the published one: whatever else lies there under its name is as good as nothing.
public enum MNISTForTests {
  /// SHA-256 of the pixels and labels of the training set, then of the test set.
  private static let published = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"

  private static let found: (folder: String, dataset: Dataset)? = {
    let named = ProcessInfo.processInfo.environment["INKLING_DATA"]
    let root = Goldens.packageRoot
    let places = [Goldens.directory + "/../datasets", named, root + "/datasets", root + "/../shared/datasets"]
    for place in places.compactMap(\.self) {
      let folder = place + "/mnist"
      guard let dataset = try? Dataset.read(Catalog.mnist, from: folder) else { continue }
      if digest(of: dataset) == published { return (folder, dataset) }
    }
    return nil
  }()

  private static func digest(of dataset: Dataset) -> String {
    var digest = SHA256Digest()
    for bytes in [
      dataset.train.images, dataset.train.targets.bytes, dataset.test.images, dataset.test.targets.bytes,
    ] {
      bytes.withUnsafeBytes { digest.update($0) }
    }
    return digest.hex()
  }

  /// The folder of its files; nil where it is not on the disk.
  public static var folder: String? { found?.folder }

  public static func read() throws -> Dataset {
    guard let found else { throw CancellationError() }
    return found.dataset
  }
}

extension Trait where Self == ConditionTrait {
  /// Shows as skipped, with the reason, where MNIST is not on the disk.
  public static var needsMNIST: Self {
    .enabled(
      if: MNISTForTests.folder != nil,
      "MNIST is neither in datasets/mnist beside the goldens' folder nor in mnist/ of INKLING_DATA")
  }
}
