extension ModelVersions {
  /// Where a model's versions are kept unless somebody says otherwise: "a/digits.versions" of "a/digits.safetensors".
  ///
  /// - Parameter path: of the model's file or run; of the store for the model that is part of the program.
  public static func folder(beside path: String) -> String {
    var stem = path[...]
    while stem.count > 1, stem.last == "/" { stem.removeLast() }
    let name = stem.lastIndex(of: "/").map { stem.index(after: $0) } ?? stem.startIndex
    if let dot = stem[name...].lastIndex(of: "."), dot > name { stem = stem[..<dot] }
    return stem + ".versions"
  }
}
