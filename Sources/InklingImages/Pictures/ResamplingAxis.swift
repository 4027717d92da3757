/// Which pixels of a row or column make each pixel of a shorter or longer one, and with what weight.
struct ResamplingAxis {
  /// A pixel's weights add up to 2 to this power.
  static let weightBits = 22
  /// Pixels of the result.
  let count: Int
  /// The first source pixel of each, and where its weights begin.
  private var first: [Int] = []
  private var start: [Int] = [0]
  private var weights: [UInt32] = []

  init(from sources: Int, to count: Int) {
    self.count = count
    for place in 0..<count {
      if count < sources {
        addArea(of: place, sources: sources)
      } else {
        addLine(through: place, sources: sources)
      }
      start.append(weights.count)
    }
  }

  /// The source pixels of one of the result, with their weights.
  func parts(of place: Int) -> Zip2Sequence<PartialRangeFrom<Int>, ArraySlice<UInt32>> {
    zip(first[place]..., weights[start[place]..<start[place + 1]])
  }

  /// One row, from `offset` on, as samples of 256 levels to one.
  func resample(
    _ samples: UnsafeBufferPointer<UInt8>, at offset: Int, channels: Int, into line: inout [UInt16]
  ) {
    weights.withUnsafeBufferPointer { weights in
      for place in 0..<count {
        for channel in 0..<channels {
          var sum: UInt64 = 1 << (Self.weightBits - 9)
          var source = offset + first[place] * channels + channel
          for index in start[place]..<start[place + 1] {
            sum += UInt64(samples[source]) * UInt64(weights[index])
            source += channels
          }
          line[place * channels + channel] = UInt16(sum >> (Self.weightBits - 8))
        }
      }
    }
  }

  /// Pixel `place` covers `sources / count` source pixels. In units of 1 / count of a source pixel everything is whole.
  private mutating func addArea(of place: Int, sources: Int) {
    let (begin, end) = (place * sources, (place + 1) * sources)
    let last = (end - 1) / count
    first.append(begin / count)
    var covered = 0
    var given = 0
    for source in begin / count...last {
      covered += min(end, (source + 1) * count) - max(begin, source * count)
      // Rounded sums, so that the weights add up exactly.
      let sum = ((covered << Self.weightBits) + sources / 2) / sources
      weights.append(UInt32(sum - given))
      given = sum
    }
  }

  /// Pixel `place` has its centre at (place + 1/2) sources / count - 1/2, in units of 1 / (2 count): whole.
  private mutating func addLine(through place: Int, sources: Int) {
    let unit = 2 * count
    let center = min(max((2 * place + 1) * sources - count, 0), (sources - 1) * unit)
    let source = center / unit
    let second = ((center % unit) << Self.weightBits + count) / unit
    first.append(source)
    weights.append(UInt32(1 << Self.weightBits - second))
    if second > 0 { weights.append(UInt32(second)) }
  }
}
