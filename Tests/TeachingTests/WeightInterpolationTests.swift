import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTraining
import Testing

@testable import InklingTeaching

@Suite struct WeightInterpolationTests {
  /// The model with all its numbers changed, running statistics among them.
  private static func other(_ model: TrainedModel) throws(InputError) -> TrainedModel {
    let moved = model.namedParameters().map { tensor in
      NamedTensor(name: tensor.name, shape: tensor.shape, values: tensor.values.map { $0 * 1.25 + 0.125 })
    }
    return try TrainedModel(model.description, parameters: moved)
  }

  @Test(arguments: [0, 0.25, 0.5, 1]) func everyNumberIsTheMeanOfBoth(share: Double) throws {
    let before = try TeachingPlace.model.get()
    let after = try Self.other(before)
    let mean = try WeightInterpolation(before: before, after: after).model(share: share)
    for (tensor, (old, new)) in zip(mean.namedParameters(), zip(before.namedParameters(), after.namedParameters())) {
      #expect(tensor.name == old.name && tensor.shape == old.shape)
      for (value, (one, two)) in zip(tensor.values, zip(old.values, new.values)) {
        #expect(
          abs(Double(value) - ((1 - share) * Double(one) + share * Double(two))) <= 1e-6 * max(1, abs(Double(two))))
      }
    }
    #expect(mean.classNames == before.classNames && mean.description.normalization == before.description.normalization)
  }

  @Test func theEndsAreTheModelsThemselves() throws {
    let before = try TeachingPlace.model.get()
    let after = try Self.other(before)
    let interpolation = try WeightInterpolation(before: before, after: after)
    #expect(try interpolation.model(share: 0).weightsSHA256 == before.weightsSHA256)
    #expect(try interpolation.model(share: 1).weightsSHA256 == after.weightsSHA256)
  }

  @Test func twoNetworksHaveNoMean() throws {
    let before = try TeachingPlace.model.get()
    var recipe = try Recipe.load("classic")
    recipe.epochs = 1
    let other = try Trainer(recipe, on: StrokeDigits.dataset(train: 64, test: 10), threads: 1).train()
    let error = #expect(throws: InputError.self) { try WeightInterpolation(before: before, after: other) }
    #expect(error?.kind == .usage)
    #expect(error?.what == "weights of two networks have no mean")
  }
}
