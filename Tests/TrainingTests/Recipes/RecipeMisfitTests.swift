import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Recipes that are whole and do not fit the data: each is refused before anything runs, with the key and the line.
@Suite struct RecipeMisfitTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let misfits: [(text: String, sentence: String)] = [
    (
      "augmentation:\n  - random_crop\n  - gaussian_blur: {kernel_size: 57}",
      "line 3: augmentation.1 does not fit the images: gaussian_blur.kernel_size"
    ),
    (
      "batch_size: 11\nmodel:\n  layers:\n    - flatten\n    - linear: 3\n    - batch_norm\n    - linear: classes",
      "line 1: batch_size leaves a last batch that is too small for batch normalisation: expected at least 2 images"
    ),
    ("batch_size: 101", "line 1: batch_size is larger than the training set: expected 1 to 100 images, found 101"),
    ("data: {validation: 100}", "line 1: data.validation leaves nothing of 100 images"),
    ("data: {validation: 90}\nbatch_size: 20", "line 2: batch_size is larger than the training set: expected 1 to 10"),
    (
      "epochs: 2\nbatch_size: 50\nschedule: {name: cosine, t_max: 5}",
      "line 3: schedule.t_max is longer than the run: expected at most 4 steps, found 5"
    ),
    (
      "epochs: 2\nbatch_size: 50\nschedule: {name: multi_step, interval: step, milestones: [1, 4]}",
      "line 3: schedule.milestones is not reached in the run: expected at most 3 steps, found 4"
    ),
    (
      "epochs: 2\nbatch_size: 50\naccumulation: 2\nschedule: {name: multi_step, interval: step, milestones: [1, 2]}",
      "line 4: schedule.milestones is not reached in the run: expected at most 1 step, found 2"
    ),
    (
      "epochs: 4\nbatch_size: 50\nschedule: {name: multi_step, milestones: [1, 3], warm_up: {steps: 3}}",
      "line 3: schedule.milestones lies in the warm-up: expected at least 2, found 1"
    ),
    ("schedule: {warm_up: {steps: 100000}}", "schedule.warm_up.steps is longer than the run"),
    (
      "model:\n  layers:\n    - conv: {out: 3, kernel: 29}\n    - flatten\n    - linear: classes",
      "line 3: model.layers.0 (conv1) is given 1x28x28 but needs at least 29x29 pixels"
    ),
    ("model:\n  layers:\n    - linear: classes", "line 3: model.layers.0 (fc1) does not fit"),
    (
      "parameter_groups:\n  - match: con1*",
      "line 2: parameter_groups.0.match matches no parameter: found con1*; did you mean conv1?"
    ),
    (
      "fine_tuning:\n  freeze: [conv1, fc9]",
      "line 2: fine_tuning.freeze matches no parameter: found fc9; did you mean fc1?"
    ),
    ("fine_tuning:\n  freeze: \"*\"", "line 2: fine_tuning.freeze leaves nothing to learn"),
  ]

  @Test(arguments: misfits)
  func whatDoesNotFitTheDataIsFoundBeforeTraining(text: String, sentence: String) throws {
    try DurableFile.write(Array((text + "\n").utf8), to: folder.file("misfit.yaml"))
    let loaded = try LoadedRecipe(
      folder.file("misfit.yaml"), settings: text.contains("batch_size") ? [] : [RecipeSetting("batch_size=10")])
    let error = inputError { () throws(InputError) in
      try loaded.requireFit(trainingCount: 100, input: [1, 28, 28], classes: 10)
    }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
  }

  @Test func anEmptyTrainingSetBlamesNoKey() throws {
    let error = inputError { () throws(InputError) in
      try LoadedRecipe("classic").requireFit(trainingCount: 0, input: [1, 28, 28], classes: 10)
    }
    #expect(error?.what == "the training set of mnist is empty" && error?.kind == .malformed)
  }
}
