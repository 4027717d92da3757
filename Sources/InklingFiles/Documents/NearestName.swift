/// Which of some valid names somebody meant.
package enum NearestName {
  /// The name with the smallest edit distance to `text`, the first of several; nil when none is near: more than half of
  /// the longer one would have to be changed.
  package static func of(_ text: String, among names: [String]) -> String? {
    let distances = names.map { (name: $0, distance: distance(text.lowercased(), $0.lowercased())) }
    guard let nearest = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return 2 * nearest.distance <= max(text.count, nearest.name.count) ? nearest.name : nil
  }

  /// "did you mean learning_rate?" or, where nothing is near, what is valid: the names, and what `other` says.
  package static func hint(_ text: String, among names: [String], or other: String? = nil) -> String {
    if let nearest = of(text, among: names) { return "did you mean \(nearest)?" }
    if names.isEmpty { return "nothing is valid here" }
    return "valid are " + NameList.text(names) + (other.map { ", or \($0)" } ?? "")
  }

  /// The number of letters to insert, remove or replace to make one of the other (Levenshtein, 1966).
  static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second.unicodeScalars.prefix(200))
    var row = Array(0...second.count)
    for (i, letter) in first.unicodeScalars.prefix(200).enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in second.enumerated() {
        let change = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, diagonal + 1, row[j] + 1)
      }
    }
    return row[second.count]
  }
}
