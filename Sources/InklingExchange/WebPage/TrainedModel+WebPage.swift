import InklingDrawingPage
import InklingEngine
import InklingFiles
import InklingTraining

extension TrainedModel {
  /// The model as one web page that needs no other file and no server: the network in plain JavaScript, the framing of
  /// pictures, and a sheet to draw on. It answers its golden inputs when it is opened, and says so when it cannot.
  ///
  /// - Throws: `InputError` of kind `.usage` for a model that neither tells pictures' classes apart nor reads texts, or is too
  ///   large; as `SourceExport.text(_:)`.
  func webPage() throws(InputError) -> String {
    let shape = graph.inputShape
    let task = description.task.name
    guard task == .classify || task == .read else {
      throw InputError(
        .usage, "a page to draw on is for models that tell classes apart or read texts", path: origin.path,
        expected: "\(TaskRecipe.Name.classify.rawValue) or \(TaskRecipe.Name.read.rawValue)", found: task.rawValue,
        remedy: "export this one as ONNX, whose outputs a page of your own can read")
    }
    guard shape.isImage, shape.channels == 1 || shape.channels == 3 else {
      throw InputError(
        .usage, "a page to draw on is for models that take pictures", path: origin.path,
        expected: "images of 1 or 3 channels", found: "\(shape)")
    }
    var export = try source()
    // What people write stands in `about.js` alone, where every letter that could matter is an escape.
    (export.title, export.card) = ("", "")
    let page = WebPageModules(export, about: about)
    return try DrawingPage.document(title: about.title, modules: page.modules())
  }

  private var about: WebPageModules.About {
    let picture = description.picture
    let readsTexts = description.task.name == .read
    return WebPageModules.About(
      // Not the model's own title, which may be a path on its maker's machine.
      title: card.name ?? description.name, card: card.text, readsTexts: readsTexts,
      isFramed: picture.framing == .digit && graph.inputShape.channels == 1 && !readsTexts,
      inkIsLight: picture.ink != .darkOnLight,
      // For other models a page inverts nothing, and `losses(as:)` says so.
      saidInk: readsTexts ? saidInk : nil, threshold: refusal?.threshold)
  }
}
