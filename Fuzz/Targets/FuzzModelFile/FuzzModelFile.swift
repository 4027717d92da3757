import Fuzzing
import InklingEngine
import InklingFiles
import InklingFormats
import InklingPlatform
import InklingTraining

/// The bytes are the JSON in a model file's metadata, beside weights that stay: what opens is written, opened again and asked.
@main
enum FuzzModelFile {
  static func main() {
    // Graphs may ask for much memory: what there is not is refused, and no find.
    var limit = rlimit(rlim_cur: 1 << 30, rlim_max: 1 << 30)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    Fuzzing.run { (bytes) throws(InputError) in
      guard let text = String(validating: bytes, as: UTF8.self) else { return }
      let arrays = [
        NamedArray(name: "fc.bias", shape: [2], floats: [0.5, -0.5]),
        NamedArray(name: "fc.weight", shape: [2, 4], floats: [1, 2, 3, 4, -1, -2, -3, -4]),
      ]
      let model: TrainedModel
      do throws(InputError) {
        model = try TrainedModel(decoding: SafetensorsFile.encode(arrays, metadata: ["inkling": text]))
      } catch {
        guard error.kind == .malformed else { return }
        throw error
      }
      do throws(InputError) {
        let bytes = try model.encoded()
        let again = try TrainedModel(decoding: bytes).encoded()
        precondition(again == bytes)
        for golden in model.goldenInputs { _ = try model.predictor().logits(golden.pixels) }
      } catch {
        // What opened once opens again.
        precondition(error.kind != .malformed, error.description)
      }
    }
  }
}
