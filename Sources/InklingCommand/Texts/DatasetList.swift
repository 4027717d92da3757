import InklingDatasets
import InklingFiles

/// The known data sets, and where they are on this machine.
struct DatasetList: Encodable {
  struct Row: Encodable {
    let name: String
    let title: String
    let classes: Int
    /// Nil when it is not on the disk.
    let folder: String?
  }

  let datasets: [Row]

  /// - Parameter folder: the only data folder to look into; nil for the search path.
  init(folder: String?) throws(InputError) {
    var rows: [Row] = []
    for name in DatasetSource.names {
      let source = try DatasetSource(name, folder: folder)
      let found = try Self.place(of: source)
      rows.append(
        Row(
          name: name, title: source.title, classes: source.classNames.count,
          folder: source.isDrawn ? "drawn by the program" : found))
    }
    datasets = rows
  }

  /// Where it is; nil for what is not there, which is no error here.
  private static func place(of source: DatasetSource) throws(InputError) -> String? {
    do throws(InputError) {
      return try source.locate()
    } catch {
      guard error.kind == .missing else { throw error }
      return nil
    }
  }

  /// The list for people, without a last line feed.
  var text: String {
    var table = TextTable(header: ["name", "data set", "classes", "where"], leftColumns: 4)
    for row in datasets {
      table.append([row.name, row.title, "\(row.classes)", row.folder ?? "not here; fetch it with --download"])
    }
    return table.text
  }
}
