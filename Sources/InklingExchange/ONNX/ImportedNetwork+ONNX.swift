public import InklingFiles
public import InklingONNX

extension ImportedNetwork {
  /// Makes a network that can be trained of an ONNX model.
  ///
  /// Multiplications and sums with constants right behind the input become its normalisation; behind a convolution, a
  /// linear layer or a normalisation they go into its weights; a constant that is all that a node needs is computed.
  /// Initialisers keep their names where these are PyTorch's ("conv1.weight").
  ///
  /// - Parameters:
  ///   - model: which was checked.
  ///   - path: for errors.
  ///   - output: the one to be taken of a model that has several; what the others need is left out.
  /// - Throws: `InputError`: `.malformed` that names the first node that cannot be followed, where a model that only
  ///   `ONNXRunner` can follow says so; `.usage` for an output that the model does not have.
  public init(_ model: ONNXModel, path: String? = nil, output: String? = nil) throws(InputError) {
    var importer = try ONNXImporter(model.giving(output, path), path)
    for node in importer.model.graph.nodes {
      do throws(InputError) {
        try importer.read(node)
      } catch {
        throw path.map(error.at) ?? error
      }
    }
    self = try importer.network()
  }
}

extension InputError {
  /// The same fault with the path of the file, where it had none.
  func at(_ path: String) -> InputError {
    InputError(
      kind, what, path: self.path ?? path, offset: offset, expected: expected, found: found, remedy: remedy,
      details: details)
  }
}
