package import InklingFiles
import InklingFormats
import InklingONNX
import InklingTraining

/// Where a command writes that reads models.
package enum ModelOutput {
  /// Refuses an output that is one of the inputs, by another path or through a link, too, one of a run's files, or one in which
  /// an ONNX model keeps its tensors; and one that cannot be written, before anything is computed.
  ///
  /// - Parameters:
  ///   - output: where something is to be written.
  ///   - inputs: the files that it is made of, and the folders, beside whose pictures and tables it may be written.
  ///   - models: the paths of the models that it is made of: files, or the folders of runs.
  ///   - pictures: those that it is made of, and folders of them.
  /// - Throws: `InputError`: `.usage`, and `.unwritable` as writing it would.
  package static func require(
    _ output: String, than inputs: [String] = [], models: [String] = [], pictures: [BytePath] = []
  ) throws(InputError) {
    // What is not there is nobody's.
    let tensors = FileStatus.isThere(output) ? models.flatMap(tensorFiles) : []
    try OutputPath.require(output, than: inputs + tensors, models: models, pictures: pictures)
    try DurableFile.requireWritable(output)
  }

  /// The files beside an ONNX model that hold its tensors, there or not; none of another file, and of a damaged one.
  package static func tensorFiles(of model: String) -> [String] {
    guard RunFolder.isFile(model), !OpenFile.isPipe(model), FileInspector.all.supposedKind(of: model) == .onnx else {
      return []
    }
    // One that is damaged is refused when it is opened, before anything is written.
    return (try? ONNXModel.externalFiles(of: model)) ?? []
  }
}
