import InklingFiles
import InklingFormats
import InklingFraming

/// What a model read in a set's pictures.
struct Score {
  private let set: PictureSet
  /// The digits read in each picture, and those that are there.
  private let pictures: [(read: [Int64], expected: [Int64])]

  init(set: PictureSet, folder: String) throws {
    self.set = set
    let expected = try NPZ.read("\(folder)/\(set.rawValue)-expected.npz")
    let answers = try NPZ.read("\(folder)/\(set.rawValue)-answers.npz")
    let owners = try Self.array("owners", in: expected).integers()
    let wanted = try Self.array("expected", in: expected).integers()
    guard let logits = answers.first else { throw InputError(.malformed, "the answers hold no array", path: folder) }
    let values = try logits.floats()
    var read = [[Int64]](repeating: [], count: wanted.count / 8)
    for (place, owner) in owners.enumerated() {
      let row = values[place * 10..<(place + 1) * 10]
      read[Int(owner)].append(Int64((row.indices.max { row[$0] < row[$1] } ?? 0) - place * 10))
    }
    pictures = read.enumerated().map { ($1, wanted[$0 * 8..<($0 + 1) * 8].filter { $0 >= 0 }) }
  }

  private static func array(_ name: String, in arrays: [NamedArray]) throws -> NamedArray {
    guard let found = arrays.first(where: { $0.name == name }) else {
      throw InputError(.malformed, "there is no array '\(name)'")
    }
    return found
  }

  /// The pictures that were not read right, by number.
  var misread: [Int] { pictures.indices.filter { pictures[$0].read != pictures[$0].expected } }

  /// One line.
  var text: String {
    let digits = pictures.reduce(0) { $0 + $1.expected.count }
    let right = pictures.reduce(0) {
      $0 + $1.expected.count - min(EditCount.between($1.read, $1.expected), $1.expected.count)
    }
    let fours = pictures.filter { $0.expected.count == 4 }
    func share(_ part: Int, _ all: Int) -> String {
      "\((Double(part) / Double(max(all, 1)) * 10_000).rounded() / 100) %"
    }
    let whole = share(pictures.count - misread.count, pictures.count)
    var text = "\(set.rawValue): \(whole) of \(pictures.count) pictures, \(share(right, digits)) of digits"
    if !fours.isEmpty { text += ", \(share(fours.count { $0.read == $0.expected }, fours.count)) of numbers of four" }
    return text
  }
}

/// How many insertions, deletions and replacements turn one list into another.
enum EditCount {
  static func between(_ one: [Int64], _ two: [Int64]) -> Int {
    var row = Array(0...two.count)
    for (i, a) in one.enumerated() {
      var next = [i + 1]
      for (j, b) in two.enumerated() { next.append(min(row[j] + (a == b ? 0 : 1), row[j + 1] + 1, next[j] + 1)) }
      row = next
    }
    return row.last ?? 0
  }
}
