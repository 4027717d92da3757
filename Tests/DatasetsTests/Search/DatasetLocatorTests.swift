import Foundation
import InklingFiles
import Testing

@testable import InklingDatasets

struct DatasetLocatorTests {
  @Test func looksIntoTheFolderThatWasAskedForAlone() throws {
    let small = try SmallDataset()
    let other = try TemporaryFolder()
    #expect(
      try DatasetLocator.find(Catalog.mnist, dataDirectory: small.folder.path, environment: [:])
        == .found(folder: small.path))
    let (path, environment) = (other.path, ["INKLING_DATA": small.folder.path])
    let error = #expect(throws: InputError.self) {
      try DatasetLocator.find(Catalog.mnist, dataDirectory: path, environment: environment)
    }
    #expect(error?.kind == .missing)
    #expect(error?.what == "MNIST is not in the data folder")
    #expect(error?.path == path)
    #expect(error?.expected == path + "/mnist/train-images-idx3-ubyte.gz")
    #expect(error?.found == "no folder mnist/")
  }

  /// As without the permission to search it, but for every user: a link that leads to itself.
  @Test func aFolderThatCannotBeSearchedIsNotCalledEmpty() throws {
    let small = try SmallDataset()
    let folder = try TemporaryFolder()
    #expect(symlink("mnist", folder.path + "/mnist") == 0)
    let path = folder.path
    let error = #expect(throws: InputError.self) { try DatasetLocator.find(Catalog.mnist, dataDirectory: path) }
    #expect(error?.kind == .missing && error?.what == "the folder may not be searched")
    #expect(error?.path == path + "/mnist" && error?.found?.contains("symbolic links") == true)
    let places = [path, small.folder.path]
    #expect(try DatasetLocator.find(Catalog.mnist, in: places) == .found(folder: small.path))
    #expect(throws: InputError.self) { try DatasetLocator.find(Catalog.mnist, in: [path]) }
  }

  @Test func saysWhenTheFilesLieOneFolderTooHigh() throws {
    let small = try SmallDataset()
    let path = small.path
    let error = #expect(throws: InputError.self) { try DatasetLocator.find(Catalog.mnist, dataDirectory: path) }
    #expect(error?.found == "the files themselves")
    #expect(error?.remedy?.hasPrefix("give the folder above it") == true)
  }

  @Test func saysWhenThereIsNoSuchFolder() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/none"
    let error = #expect(throws: InputError.self) { try DatasetLocator.find(Catalog.mnist, dataDirectory: path) }
    #expect(error?.kind == .missing)
    #expect(error?.what == "no such data folder")
    #expect(error?.path == path)
  }

  @Test func saysWhichFileIsMissing() throws {
    let small = try SmallDataset(without: "t10k-images-idx3-ubyte")
    let path = small.folder.path
    let error = #expect(throws: InputError.self) { try DatasetLocator.find(Catalog.mnist, dataDirectory: path) }
    #expect(error?.expected == path + "/mnist/t10k-images-idx3-ubyte.gz")
    #expect(error?.found == "a folder without it")
  }

  @Test func theEnvironmentComesFirstAndTheCacheLast() {
    #expect(
      DatasetLocator.places(environment: ["INKLING_DATA": "/a", "HOME": "/h"])
        == ["/a", "./datasets", "../shared/datasets", "/h/.cache/inkling/datasets"])
    #expect(
      DatasetLocator.places(environment: ["INKLING_DATA": "", "HOME": "/h", "XDG_CACHE_HOME": "/x"])
        == ["./datasets", "../shared/datasets", "/x/inkling/datasets"])
    #expect(
      DatasetLocator.cacheFolder(environment: ["HOME": "/h", "XDG_CACHE_HOME": "relative"])
        == "/h/.cache/inkling/datasets")
    #expect(DatasetLocator.cacheFolder(environment: [:]) == nil)
  }

  @Test func findsItThroughTheEnvironmentOrInTheCache() throws {
    let small = try SmallDataset()
    // KMNIST has MNIST's file names.
    #expect(
      try DatasetLocator.find(Catalog.mnist, environment: ["INKLING_DATA": small.folder.path])
        == .found(folder: small.path))
    let cache = try TemporaryFolder()
    for (name, bytes) in [
      ("train-images-idx3-ubyte.gz", [1]), ("train-labels-idx1-ubyte.gz", [1]), ("t10k-images-idx3-ubyte.gz", [1]),
      ("t10k-labels-idx1-ubyte.gz", [1]),
    ] as [(String, [UInt8])] { try cache.write(bytes, to: "inkling/datasets/kmnist/" + name) }
    let cacheFolder = try #require(DatasetLocator.cacheFolder(environment: ["XDG_CACHE_HOME": cache.path]))
    let places = [small.folder.path, cacheFolder]
    #expect(try DatasetLocator.find(Catalog.kmnist, in: places) == .found(folder: cacheFolder + "/kmnist"))
    #expect(try DatasetLocator.find(Catalog.qmnist, in: places) == .notFound(places: places))
  }

  @Test func torchvisionsFoldersAreKnown() throws {
    let folder = try TemporaryFolder()
    for file in Catalog.mnist.files { try folder.write([1], to: "MNIST/raw/" + file.name) }
    #expect(
      try DatasetLocator.find(Catalog.mnist, dataDirectory: folder.path) == .found(folder: folder.path + "/MNIST/raw"))
  }
}
