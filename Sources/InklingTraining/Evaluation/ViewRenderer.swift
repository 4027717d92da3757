import InklingDatasets
import InklingEngine
import Synchronization

/// Renders images as views see them, a chunk at a time, on several threads.
///
/// `@unchecked Sendable`: used by one caller at a time; its threads take images from a counter and write to disjoint
/// bytes, and `ThreadPool.run` is a barrier.
final class ViewRenderer: @unchecked Sendable {
  private struct Work {
    var source: UnsafePointer<UInt8>
    var target: UnsafeMutablePointer<UInt8>
    var indices: ArraySlice<Int32>
    var map: PixelMap
    var channels: Int
  }

  private var work: Work?
  private let next = Atomic<Int>(0)
  private var pool: ThreadPool?
  /// Images that a thread takes at once.
  private static let portion = 16

  init(threads: Int) {
    if threads > 1 { pool = ThreadPool(count: threads) { [unowned self] _, _ in render() } }
  }

  deinit { pool?.stop() }

  /// The images at `indices`, [N, C, H, W], through a map of their planes.
  func render(_ images: LabeledImages, at indices: ArraySlice<Int32>, through map: PixelMap) -> [UInt8] {
    precondition(map.plane == images.height * images.width, "a view of \(map.plane) pixels")
    return [UInt8](unsafeUninitializedCapacity: indices.count * images.imageSize) { target, count in
      images.images.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        work = Work(source: from, target: to, indices: indices, map: map, channels: images.channels)
        next.store(0, ordering: .relaxed)
        if let pool { pool.run() } else { render() }
        work = nil
        count = indices.count * images.imageSize
      }
    }
  }

  private func render() {
    guard let work else { return }
    let plane = work.map.plane
    while true {
      let first = next.add(Self.portion, ordering: .relaxed).oldValue
      if first >= work.indices.count { return }
      for place in first..<min(first + Self.portion, work.indices.count) {
        let image = Int(work.indices[work.indices.startIndex + place])
        for channel in 0..<work.channels {
          work.map.apply(
            work.source + (image * work.channels + channel) * plane,
            to: work.target + (place * work.channels + channel) * plane)
        }
      }
    }
  }
}
