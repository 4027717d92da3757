import Fuzzing
import InklingEngine
import InklingExchange
import InklingFiles
import InklingFormats
import InklingPlatform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The bytes are a Keras model's description, beside weights that stay: what is made of it can be compiled and asked.
@main
enum FuzzKerasModel {
  static func main() {
    // Graphs may ask for much memory: what there is not is refused, and no find.
    var limit = rlimit(rlim_cur: 1 << 30, rlim_max: 1 << 30)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    let weights = [UInt8](Data(base64Encoded: KerasWeights.base64) ?? Data())
    Fuzzing.run { (bytes) throws(InputError) in
      do throws(InputError) {
        var zip = ZipWriter()
        try zip.add("config.json", bytes)
        try zip.add("metadata.json", Array(#"{"keras_version": "3.5.0"}"#.utf8))
        try zip.add("model.weights.h5", weights)
        let keras = try KerasFile.read(zip.finish(), path: "fuzz")
        let graph = keras.network.graph
        guard graph.shapes.allSatisfy({ $0.count <= 4096 }) else { return }
        let normalization =
          keras.network.normalization ?? Normalization(mean: 0, deviation: 1, channels: graph.inputShape.channels)
        let model = try CompiledModel(graph, parameters: keras.network.parameters, normalization: normalization)
        let session = try InferenceSession(model, threads: 1)
        let inputs = (0..<graph.inputShape.count).map { Float($0 % 7) / 7 }
        let answers = keras.outputs(session.logits(values: keras.inputs(inputs)))
        precondition(answers.count == graph.outputShape.count)
      } catch {
        guard error.kind == .malformed else { return }
        throw error
      }
    }
  }
}
