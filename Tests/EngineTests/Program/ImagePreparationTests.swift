import InklingTestSupport
import Synchronization
import Testing

@testable import InklingEngine

/// What a preparation says of an image is in the block's header, and what it writes is what the network gets.
@Suite struct ImagePreparationTests {
  private static let data = RandomImages(count: 50, shape: [2, 3, 5], classes: 7)

  @Test(arguments: [1, 3])
  func theHeaderTellsOfTheResult(threads: Int) throws {
    let preparation = Marking()
    let indices = (0..<37).map { Int32(($0 * 11 + 5) % 50) }
    let rows = try Self.rows(preparation, indices, epoch: 9, threads: threads)
    for place in 0..<48 {
      // Lanes without an image repeat their block's first.
      let index = Int(indices[place < 37 ? place : 32])
      let partner = (index + 9) % 50
      #expect(rows[place].label == Float(Self.data.labels[index]))
      #expect(rows[place].second == Float(Self.data.labels[partner]))
      #expect(rows[place].share == Float(index) / 64)
      // The first byte is the index, the second the epoch, the rest the image's own.
      let pixels = [Float(index), 9] + Self.data.images[index * 30 + 2..<index * 30 + 30].map { Float($0) }
      // Predictions leave out what needs no computing.
      #expect(place >= 37 || rows[place].pixels == pixels)
    }
    #expect(preparation.calls.load(ordering: .relaxed) == 37)
  }

  @Test func withoutOneTheImageIsItsOwnPartner() throws {
    let rows = try Self.rows(nil, (0..<20).map { Int32($0) }, epoch: 1, threads: 1)
    for index in 0..<20 {
      #expect(rows[index].second == rows[index].label && rows[index].share == 1)
      #expect(rows[index].pixels == Self.data.images[index * 30..<index * 30 + 30].map { Float($0) })
    }
  }

  private struct Row {
    var label: Float
    var second: Float
    var share: Float
    var pixels: [Float]
  }

  /// Every lane of every block, after the gathering step.
  private static func rows(
    _ preparation: Marking?, _ indices: [Int32], epoch: Int, threads: Int
  ) throws -> [Row] {
    let kernels = InstructionSet.portable.kernels
    let width = 33
    let program = try BlockProgram(
      Graph(tracing: Flatten(), input: data.shape), kernels: kernels, isTraining: false,
      source: gatherBytes(data.shape, Normalization(scale: [1, 1], shift: [0, 0]), kernels),
      head: { output, _ in
        { plan in
          let place = plan[output]
          return { context in
            let values = context.address(place).assumingMemoryBound(to: Float.self)
            guard let outputs = context.source.outputs else { return }
            for lane in 0..<16 {
              let row = outputs + (context.first + lane) * width
              row[0] = Float(context.header.labels[lane])
              row[1] = Float(context.header.secondLabels[lane])
              row[2] = context.header.shares[lane]
              for element in 0..<30 { row[3 + element] = values[element * 16 + lane] }
            }
          }
        }
      })
    let engine = BlockEngine(program, threads: threads, blocks: threads, keepsBlocks: false)
    engine.reserve(for: preparation)
    let holder = preparation.map { PreparationHolder($0) }
    defer { withExtendedLifetime(holder) {} }
    let lanes = (indices.count + 15) / 16 * 16
    var values = [Float](repeating: 0, count: lanes * width)
    data.images.withUnsafeBufferPointer { images in
      data.labels.withUnsafeBufferPointer { labels in
        indices.withUnsafeBufferPointer { indices in
          values.withUnsafeMutableBufferPointer { values in
            engine.run(
              BatchSource(
                images: images.baseAddress, targets: BatchTargets(labels: labels.baseAddress),
                indices: indices.baseAddress, count: indices.count, outputs: values.baseAddress,
                preparation: holder.map { PreparedEpoch(holder: .passUnretained($0), epoch: epoch) }), rule: nil)
          }
        }
      }
    }
    return (0..<lanes).map {
      let row = values[$0 * width..<($0 + 1) * width].map { $0 }
      return Row(label: row[0], second: row[1], share: row[2], pixels: Array(row[3...]))
    }
  }
}

/// Writes the index and the epoch into the first two bytes, and counts its calls.
private final class Marking: ImagePreparation {
  let calls = Atomic<Int>(0)
  let scratchBytes = 256
  let mixesImages = true

  func prepare(
    _ images: UnsafePointer<UInt8>, index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutableRawPointer
  ) -> PreparedLabel {
    calls.add(1, ordering: .relaxed)
    // All of it must be this thread's own.
    scratch.initializeMemory(as: UInt8.self, repeating: UInt8(index), count: scratchBytes)
    for place in 0..<30 { target[place] = images[index * 30 + place] }
    (target[0], target[1]) = (scratch.load(fromByteOffset: 255, as: UInt8.self), UInt8(epoch))
    return PreparedLabel(partner: (index + 9) % 50, share: Float(index) / 64)
  }
}
