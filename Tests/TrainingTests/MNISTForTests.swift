import Datasets
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// MNIST beside the goldens (`GOLDENS_DIR/../datasets`), in `INKLING_DATA`, or in or beside the package; read once.
enum MNISTForTests {
  static let folder: String? = {
    let named = ProcessInfo.processInfo.environment["INKLING_DATA"]
    let root = Goldens.packageRoot
    let places = [Goldens.directory + "/../datasets", named, root + "/datasets", root + "/../shared/datasets"]
    return places.compactMap(\.self).map { $0 + "/mnist" }.first { FileManager.default.fileExists(atPath: $0) }
  }()

  private static let dataset = Result { () throws -> Dataset in
    guard let folder else { throw CancellationError() }
    return try Dataset.read(Catalog.entry(named: "mnist"), from: folder)
  }

  static func read() throws -> Dataset { try dataset.get() }
}

extension Trait where Self == ConditionTrait {
  /// Shows as skipped, with the reason, where MNIST is not on the disk.
  static var needsMNIST: Self {
    .enabled(
      if: MNISTForTests.folder != nil,
      "MNIST is neither in datasets/mnist beside the goldens' folder nor in mnist/ of INKLING_DATA")
  }
}
