public import InklingFiles

extension Dataset {
  /// The test set alone of a data set of the catalog, from the folder that holds its files.
  ///
  /// - Throws: `InputError` for files that are missing or in any way wrong.
  public static func testSet(of entry: CatalogEntry, from folder: String) throws(InputError) -> LabeledImages {
    try IDXSplit.read(IDXFolder(folder, of: entry).test, of: entry)
  }

  /// One image of the test set with its label; the files are read no further than that.
  ///
  /// - Throws: as above, and `InputError` (`.usage`) when there is no such image.
  public static func testImage(
    _ index: Int, of entry: CatalogEntry, from folder: String
  ) throws(InputError) -> LabeledImages {
    try IDXSplit.read(item: index, IDXFolder(folder, of: entry).test, of: entry)
  }
}
