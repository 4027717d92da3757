import ArgumentParser
import InklingCharts
import InklingDatasets
import InklingFiles
import InklingReports

/// Where the figures of a report go as files of their own.
struct PlotOptions: ParsableArguments {
  /// What kind of files.
  enum Format: String, ExpressibleByArgument, CaseIterable { case svg, png }

  @Option(
    help: ArgumentHelp("Write each figure of the page into a folder, too, as a file of its own.", valueName: "folder"),
    completion: .directory)
  var plots: String?
  @Option(help: ArgumentHelp("What kind of files those of --plots are. (default: svg)", valueName: "svg|png"))
  var plotsFormat: Format?

  func validate() throws {
    try requirePaths(("--plots", plots))
    if plots == nil, plotsFormat != nil {
      throw ValidationError("--plots-format goes with --plots, the folder of the figures.")
    }
  }

  /// Refuses a folder into which nothing could be written, and pictures among those of an input, before the figures are made.
  ///
  /// - Throws: `InputError`: `.unwritable`, and `.usage` for a folder of an input's pictures.
  func requireWritable(besides inputs: [String]) throws(InputError) {
    guard let plots else { return }
    try Folder.requireWritable(plots)
    guard plotsFormat != .png || !DatasetFiles.lie(in: BytePath(plots), at: inputs.map { BytePath($0) }) else {
      throw DurableFile.ownInput(plots)
    }
  }

  /// Writes a report where it was asked for.
  func write(_ page: Page, to path: String) throws(InputError) {
    try page.write(to: path)
    if let plots {
      let names = try plotsFormat == .png ? page.writePictures(to: plots) : page.writeFigures(to: plots)
      Output.note("\(names.count.of("figure")) in \(plots)")
    }
    try Output.result(path)
  }
}
