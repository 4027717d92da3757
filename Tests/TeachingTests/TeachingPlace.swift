import InklingDatasets
import InklingEngine
import InklingFiles
import InklingImages
import InklingPlatform
import InklingStore
import InklingTeaching
import InklingTraining

/// A folder for a test, which goes with it, and what a test teaches.
final class TeachingPlace {
  let folder: String

  init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    folder = "\(base)/inkling-teaching-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    try Folder.create(folder)
  }

  deinit { Self.remove(folder) }

  private static func remove(_ path: String) {
    for entry in Folder.entries(of: path) ?? [] {
      if Folder.exists("\(path)/\(entry)") { remove("\(path)/\(entry)") } else { unlink("\(path)/\(entry)") }
    }
    rmdir(path)
  }

  /// A small network after a short training on drawn digits; made once.
  static let model: Result<TrainedModel, InputError> = Result { () throws(InputError) in
    var recipe = try Recipe.load("tiny")
    recipe.epochs = 2
    return try Trainer(recipe, on: StrokeDigits.dataset(train: 500, test: 50), threads: 1).train()
  }

  private static let drawn = StrokeDigits.dataset(train: 400, test: 200, seed: 3)

  /// Some drawn digits as MNIST's files, which are read faster than all of "strokes" are drawn.
  private func writeDigits() throws {
    for (name, images) in [("train", Self.drawn.train), ("t10k", Self.drawn.test)] {
      let count = [0, 0, UInt8(images.count >> 8), UInt8(images.count & 255)]
      try DurableFile.write(
        [0, 0, 8, 3] + count + [0, 0, 0, 28, 0, 0, 0, 28] + images.images, to: "\(folder)/\(name)-images-idx3-ubyte")
      try DurableFile.write(
        [0, 0, 8, 1] + count + images.labels.map { UInt8($0) }, to: "\(folder)/\(name)-labels-idx1-ubyte")
    }
  }

  /// Drawings of a style as corrections, with numbers from 1 on.
  static func corrections(_ count: Int, of style: StrokeStyle = .barredSeven) throws(InputError) -> [StoredCorrection] {
    let images = style.images(count, seed: 1)
    return try (0..<count).map { place throws(InputError) in
      let picture = Picture(width: 28, height: 28, samples: Array(images[place]))
      return StoredCorrection(
        id: Int64(place + 1),
        correction: Correction(
          framed: try PictureFile.encode(picture, as: .png),
          model: Correction.ModelIdentity(name: "digits", version: 1, digest: ""), answer: "2", probability: 0.5,
          label: "\(style.digit)", contributor: "test"))
    }
  }

  /// Options that teach drawn digits quickly.
  func options(seed: UInt64 = 0) throws -> TeachingOptions {
    try writeDigits()
    var options = TeachingOptions()
    options.replay = folder
    options.images = 256
    options.seed = seed
    options.threads = 1
    options.margin = 1
    return options
  }
}
