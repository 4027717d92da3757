import InklingFiles
import Synchronization

/// Decodes and scales many pictures, on as many threads as there are processors. The result depends on none of them.
struct PictureReader: Sendable {
  /// How a file becomes a picture.
  var decode: @Sendable (String) throws(InputError) -> DecodedPicture = decodedPicture(of:)
  /// How a picture becomes one of a size, [C, H, W].
  var scale: @Sendable (DecodedPicture, ImageSize) -> [UInt8] = { PictureScaling.planar($0, as: $1) }

  /// What was read.
  struct Pictures: Sendable {
    /// The pictures that could be read, [N, C, H, W]; empty where no size was asked for.
    var images: [UInt8] = []
    /// Which those are.
    var kept: [Int] = []
    /// What was wrong with the others.
    var faults: [InputError] = []
    /// How many pictures have each size.
    var sizes: [ImageSize: Int] = [:]
    /// The sizes in the order in which they were first met.
    var order: [ImageSize] = []

    /// The size of the most pictures, of equals the one that was met first; nil without any picture.
    var mostCommonSize: ImageSize? {
      order.reduce(nil) { best, size in
        best.map { sizes[$0, default: 0] >= sizes[size, default: 0] } ?? false ? best : size
      }
    }

    mutating func append(_ part: Pictures) {
      images += part.images
      kept += part.kept
      faults += part.faults
      for size in part.order where sizes[size] == nil { order.append(size) }
      sizes.merge(part.sizes, uniquingKeysWith: +)
    }
  }

  private static let chunk = 64

  /// Reads pictures, and brings them to a size where one is given.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory. What is wrong with a picture is in the
  ///   result.
  func read(_ paths: [String], as size: ImageSize?) throws(InputError) -> Pictures {
    try Memory.require(
      2 * Double(paths.count) * Double(size?.count ?? 0), for: "the pictures", path: paths.first,
      remedy: "make them smaller with --image-size, or free some memory or raise its limit (ulimit -v)")
    let count = (paths.count + Self.chunk - 1) / Self.chunk
    let parts = Mutex([Pictures?](repeating: nil, count: count))
    SystemThread.perform(count) { number in
      let range = number * Self.chunk..<min((number + 1) * Self.chunk, paths.count)
      let part = self.part(paths, range, size)
      parts.withLock { $0[number] = part }
    }
    var all = Pictures()
    all.images.reserveCapacity(paths.count * (size?.count ?? 0))
    for part in parts.withLock({ $0 }) { if let part { all.append(part) } }
    return all
  }

  private func part(_ paths: [String], _ range: Range<Int>, _ size: ImageSize?) -> Pictures {
    var part = Pictures()
    for index in range {
      do throws(InputError) {
        let picture = try decode(paths[index])
        if part.sizes[picture.size] == nil { part.order.append(picture.size) }
        part.sizes[picture.size, default: 0] += 1
        part.kept.append(index)
        if let size { part.images += scale(picture, size) }
      } catch {
        part.faults.append(error)
      }
    }
    return part
  }
}
