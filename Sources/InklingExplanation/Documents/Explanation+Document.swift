package import InklingFiles
package import InklingTraining

extension Explanation {
  /// Feature maps of one operation that a page shows.
  private static let shownMaps = 16

  /// What the drawing page shows of a network at work on an image: its steps with numbers, and by occlusion what speaks
  /// for the answer. The answer to `POST /explain`; the same image gives the same bytes.
  ///
  /// - Parameters:
  ///   - model: which tells classes apart, or reads texts, or gives numbers; only the first has a saliency.
  ///   - pixels: [C, H, W], a byte each, of the model's size.
  /// - Returns: JSON, `{"saliency", "steps"}`.
  /// - Throws: `InputError`: `.malformed` for another number of bytes and for weights that give numbers that are not finite,
  ///   `.usage` for a model that cannot be looked into, `.unavailable` when there is not enough memory.
  package static func document(of model: TrainedModel, at pixels: [UInt8]) throws(InputError) -> [UInt8] {
    let limits = ExplanationLimits(examples: shownMaps, terms: 4096, maps: shownMaps)
    let explanation = try Explanation(of: model, at: pixels, image: "a drawing", limits: limits)
    var saliency: SaliencyMap?
    if case .classes(let prediction) = explanation.answer {
      saliency = try SaliencyExplainer(model).map(.occlusion, of: prediction.label, at: pixels)
    }
    do throws(InputError) {
      return Array(try JSONText.encode(ExplanationDocument(explanation, saliency: saliency)).utf8)
    } catch {
      throw InputError(
        .malformed, "the network's numbers cannot be shown", expected: "finite numbers", found: error.found,
        remedy: "train the model again with a lower learning rate")
    }
  }
}
