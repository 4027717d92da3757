import InklingFraming
import InklingRecognition
import InklingTraining

/// What a model read in a set's pictures.
struct Score {
  let set: PictureSet
  /// The digits read in each picture, and those that are there.
  private(set) var pictures: [(read: [Int], expected: [Int], refusal: PictureAnswer.Refusal?)] = []

  init(set: PictureSet) { self.set = set }

  mutating func add(_ answer: PictureAnswer, expected: [Int]) {
    pictures.append((answer.digits.map(\.prediction.label), expected, answer.refusal))
  }

  /// The pictures that were not read right, or refused where there is something, or not refused where there is nothing, by
  /// number.
  var wrong: [Int] {
    pictures.indices.filter {
      let picture = pictures[$0]
      return picture.expected.isEmpty == (picture.refusal == nil)
        || !picture.expected.isEmpty && picture.read != picture.expected
    }
  }

  /// One line.
  var text: String {
    func share(_ part: Int, _ all: Int) -> String {
      "\((Double(part) / Double(max(all, 1)) * 10_000).rounded() / 100) %"
    }
    let refused = pictures.count { $0.refusal != nil }
    let blank = pictures.count { $0.refusal == .blank }
    let end = "\(share(refused, pictures.count)) refused" + (blank > 0 ? ", \(blank) of them as blank" : "")
    let digits = pictures.reduce(0) { $0 + $1.expected.count }
    guard digits > 0 else { return "\(set.rawValue): \(pictures.count) pictures, \(end)" }
    let right = pictures.reduce(0) {
      $0 + $1.expected.count - min(EditCount.between($1.read, $1.expected), $1.expected.count)
    }
    let whole = share(pictures.count { $0.read == $0.expected }, pictures.count)
    let fours = pictures.filter { $0.expected.count == 4 }
    let numbers =
      fours.isEmpty ? "" : ", \(share(fours.count { $0.read == $0.expected }, fours.count)) of numbers of four"
    return
      "\(set.rawValue): \(whole) of \(pictures.count) pictures, \(share(right, digits)) of digits\(numbers), \(end)"
  }
}

/// How many insertions, deletions and replacements turn one list into another.
enum EditCount {
  static func between(_ one: [Int], _ two: [Int]) -> Int {
    var row = Array(0...two.count)
    for (i, a) in one.enumerated() {
      var next = [i + 1]
      for (j, b) in two.enumerated() { next.append(min(row[j] + (a == b ? 0 : 1), row[j + 1] + 1, next[j] + 1)) }
      row = next
    }
    return row.last ?? 0
  }
}
