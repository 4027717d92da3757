import InklingFiles
import InklingFormats
import InklingImages
import Synchronization

/// Images of 28x28 pixels with their labels: a part of a data set that is being made.
struct FramedImages {
  private(set) var pixels: [UInt8] = []
  private(set) var labels: [Int64] = []

  var count: Int { labels.count }

  mutating func add(_ image: some Sequence<UInt8>, label: Int) {
    pixels += image
    labels.append(Int64(label))
  }

  /// Adds what `framed` makes of each number, in their order, on all processors.
  mutating func add(_ count: Int, label: Int, _ framed: @Sendable (Int) throws -> [[UInt8]]) throws {
    let results = Mutex([[[UInt8]]](repeating: [], count: count))
    let fault = Mutex<(any Error)?>(nil)
    let next = Atomic(0)
    withoutActuallyEscaping(framed) { framed in
      SystemThread.perform(Processors.count) { _ in
        while true {
          let index = next.add(1, ordering: .relaxed).oldValue
          guard index < count else { return }
          do {
            let images = try framed(index)
            results.withLock { $0[index] = images }
          } catch {
            fault.withLock { $0 = error }
          }
        }
      }
    }
    if let fault = fault.withLock({ $0 }) { throw fault }
    for image in results.withLock({ $0 }).joined() { add(image, label: label) }
  }

  /// Writes them as the training part of the data set that the folder is: `[N, 28, 28]`.
  func write(to folder: String) throws {
    try Folder.create(folder)
    let images = try NamedArray(
      name: "x_train", elementType: .uint8, shape: [count, 28, 28], bytes: pixels)
    let labels = NamedArray(name: "y_train", shape: [count], integers: labels)
    for array in [images, labels] { try DurableFile.write(NPY.encode(array), to: "\(folder)/\(array.name).npy") }
  }

  /// What a JPEG file of this quality leaves of an image.
  static func compressed(_ image: [UInt8], quality: Int) throws -> [UInt8] {
    let picture = Picture(width: 28, height: 28, samples: image)
    return try PictureFile.decode(PictureFile.encode(picture, as: .jpeg, quality: quality)).samples
  }

  /// What is left of an image that was enlarged to so many pixels a side, and made small again.
  static func blurred(_ image: [UInt8], by side: Int) -> [UInt8] {
    Picture(width: 28, height: 28, samples: image).resized(width: side, height: side).resized(width: 28, height: 28)
      .samples
  }
}
