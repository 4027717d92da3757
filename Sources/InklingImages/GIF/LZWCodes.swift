import InklingFiles

/// GIF's variable-length codes after Lempel, Ziv and Welch (GIF89a, appendix F), unpacked to colour indices.
///
/// A code stands for a string: a colour, or an earlier code's string with one colour more. Each code read adds a
/// string, up to 4096; codes have as many bits, from the lowest on, as the next one needs.
struct LZWCodes {
  private let file: PictureBytes
  private let start: Int
  /// All blocks as one.
  private let data: [UInt8]
  private let firstBits: Int

  init(_ file: PictureBytes, at offset: Int) throws(InputError) {
    (self.file, start) = (file, offset)
    firstBits = try file.byte(at: offset)
    guard (1...8).contains(firstBits) else {
      throw file.malformed("wrong size of codes", at: offset, expected: "1 to 8 bits", found: "\(firstBits)")
    }
    var data: [UInt8] = []
    var block = offset + 1
    // Blocks that end with the file may still hold all pixels.
    while block < file.count, file.bytes[block] > 0 {
      let end = block + 1 + Int(file.bytes[block])
      data += file.bytes[block + 1..<min(end, file.count)]
      block = end
    }
    self.data = data
  }

  /// The first `count` indices.
  ///
  /// - Throws: `InputError` when there are fewer, or a code is not known yet.
  func indices(_ count: Int) throws(InputError) -> [UInt8] {
    // A code has at least two bits and stands for at most 4096 indices.
    guard count / 16384 <= data.count else { throw file.truncated() }
    let (clear, end) = (1 << firstBits, 1 << firstBits + 1)
    var result: [UInt8] = []
    result.reserveCapacity(count)
    // Where the string of a code is in the result, and how long it is: a string is the one before it, and one index
    // more.
    var (places, lengths) = ([Int](repeating: 0, count: 4096), [Int](repeating: 0, count: 4096))
    var (next, bits) = (end + 1, firstBits + 1)
    var (buffer, available, position) = (0, 0, 0)
    var last: Range<Int>?
    while result.count < count {
      while available < bits {
        guard position < data.count else { throw file.truncated() }
        buffer |= Int(data[position]) << available
        (available, position) = (available + 8, position + 1)
      }
      let code = buffer & (1 << bits - 1)
      (buffer, available) = (buffer >> bits, available - bits)
      if code == clear {
        (next, bits, last) = (end + 1, firstBits + 1, nil)
        continue
      }
      if code == end { throw file.truncated() }
      // The string that this code adds: the last one and the first index of this one, which stands right behind it.
      if let last, next < 4096 {
        (places[next], lengths[next]) = (last.lowerBound, last.count + 1)
        next += 1
        if next == 1 << bits, bits < 12 { bits += 1 }
      }
      let begin = result.count
      if code < clear {
        result.append(UInt8(code))
      } else {
        guard code < next, code > end else {
          throw file.malformed(
            "wrong code in a GIF image", at: start, expected: "less than \(next)", found: "\(code)")
        }
        // It may be the string just added, whose last index is written here.
        for place in places[code]..<places[code] + lengths[code] where result.count < count {
          result.append(result[place])
        }
      }
      last = begin..<result.count
    }
    return result
  }
}
