public import InklingFiles

/// The data sets that are known by name.
public enum Catalog {
  /// All entries, MNIST first.
  public static let entries: [CatalogEntry] = [mnist, fashionMNIST, kmnist, qmnist] + emnist

  /// The entry of this name, in small or capital letters.
  ///
  /// - Throws: `InputError` (`.usage`) that lists the known names.
  public static func entry(named name: String) throws(InputError) -> CatalogEntry {
    if let entry = entries.first(where: { $0.name == name.lowercased() }) { return entry }
    throw InputError(
      .usage, "unknown data set", expected: "one of " + entries.map(\.name).joined(separator: ", "), found: name)
  }

  static let digits = (0...9).map(String.init)
}
