import Foundation
import InklingDatasets
import InklingImages
import InklingTraining

/// Small data sets of pictures with texts: drawn numbers in files that are called by them.
enum TextDatasets {
  /// A recipe that learns little, and quickly: a column for each eight pixels.
  static let recipe = """
    task: {name: read, head: ctc}
    model:
      layers:
        - conv: {out: 8, kernel: [28, 16], stride: [1, 8], padding: [0, 4]}
        - batch_norm
        - relu
        - conv: {out: classes, kernel: [1, 3], padding: [0, 1]}
    data: {dataset: ./numbers}
    optimizer: {name: adam, learning_rate: 0.01}
    epochs: 2
    batch_size: 16

    """

  private static let numbers = StrokeSequences.dataset(train: 120, test: 40)

  /// `numbers/train/305_7.png` and so on, and `reading.yaml`.
  static func write(to sandbox: Sandbox) throws {
    try sandbox.write(Array(recipe.utf8), to: "reading.yaml")
    for (part, images) in [("train", numbers.train), ("test", numbers.test)] {
      try write(images, to: sandbox, "numbers/\(part)") { "\($0)_\($1).png" }
    }
  }

  /// Writes the pictures' folder alone, and gives the recipe that reads them.
  static func recipe(writing folder: String) throws -> Recipe {
    for (part, images) in [("train", numbers.train), ("test", numbers.test)] {
      try write(images, to: "\(folder)/\(part)") { "\($0)_\($1).png" }
    }
    let file = "\(folder)/reading.yaml"
    try Data(recipe.utf8).write(to: URL(fileURLWithPath: file))
    return try Recipe.load(file)
  }

  /// Pictures of the test numbers in another folder, called by what their texts become.
  static func writeOthers(
    to sandbox: Sandbox, _ folder: String, count: Int = 30, name: (String, Int) -> String
  ) throws {
    let images = numbers.test.selecting(Array(0..<count))
    try write(images, to: sandbox, folder, name)
  }

  private static func write(
    _ images: LabeledImages, to sandbox: Sandbox, _ folder: String, _ name: (String, Int) -> String
  ) throws {
    try write(images, to: sandbox.file(folder), name)
  }

  private static func write(_ images: LabeledImages, to folder: String, _ name: (String, Int) -> String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard let sequences = images.targets.sequences else { return }
    for index in 0..<images.count {
      let text = sequences[index].map { images.classNames[$0] }.joined()
      let picture = Picture(width: images.width, height: images.height, samples: Array(images[index]))
      try Data(try PictureFile.encode(picture, as: .png)).write(
        to: URL(fileURLWithPath: "\(folder)/\(name(text, index))"))
    }
  }
}
