/// The name that a person probably meant.
enum NearestName {
  /// The name with the least edit distance (Levenshtein, 1966), the first among equals; nil when even that is more than
  /// half of the name.
  static func to(_ name: String, among known: [String]) -> String? {
    let ranked = known.map { (name: $0, distance: distance(name, $0)) }
    guard let nearest = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return 2 * nearest.distance <= max(name.count, 2) ? nearest.name : nil
  }

  /// Letters to insert, delete or replace.
  private static func distance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let replaced = diagonal + (letter == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}
