import Inkling

/// A network that does not come with the library, with a residual connection and a normalisation.
struct OwnNet: Model {
  let stem = Conv2d(1, 8, kernelSize: 3, padding: 1)
  let norm = BatchNorm2d(8)
  let branch = Conv2d(8, 8, kernelSize: 3, padding: 1)
  let pool = MaxPool2d(2)
  let head = Linear(8 * 7 * 7, 10)

  func callAsFunction(_ x: Tensor) -> Tensor {
    let x = pool(relu(norm(stem(x))))
    return head(pool(relu(branch(x)) + x).flattened())
  }
}

func require(_ isTrue: Bool, _ what: String) throws(InputError) {
  guard isTrue else { throw InputError(.failed, what) }
  print("ok  \(what)")
}

let folder = CommandLine.arguments.dropFirst().first ?? "."
let dataset = StrokeDigits.dataset(train: 2_000, test: 500)

// A model of one's own: trained, saved, opened again, asked.
let graph = try Graph(tracing: OwnNet(), input: [1, 28, 28])
let recipe = Recipe(optimizer: .sgd(learningRate: 0.01, momentum: 0.9), epochs: 2)
let trainer = try Trainer(graph, named: "own", on: dataset, recipe: recipe, savingAs: "own", runs: folder + "/runs")
let trained = try trainer.train()
try trained.save(to: folder + "/own.safetensors")
let opened = try TrainedModel(contentsOf: folder + "/own.safetensors")
try require(opened.graph == graph && opened.namedParameters() == trained.namedParameters(), "a file holds the model")
try require(opened.goldenInputs.count >= 8, "and what it answered")
let pixels = Array(dataset.test[0])
let (before, after) = (try trained.predictor().predict(pixels), try opened.predictor().predict(pixels))
try require(before == after, "it answers as before: \(after.className) with \(after.probability)")
let run = try TrainedModel(contentsOf: folder + "/runs/own")
try require(run.weightsSHA256 == trained.weightsSHA256, "a run folder is the same model")
let result = try ModelEnsemble([opened]).evaluate(dataset.test)
try require(result.accuracy == trained.training?.test?.accuracy, "and reaches the same: \(result.accuracy)")

// A built-in recipe, from nothing to an answer.
let tiny = try Trainer(Recipe.load("tiny"), on: dataset).train()
let answer = try tiny.predictor().predict(pixels)
try require(dataset.test.classNames.contains(answer.className), "a recipe answers: \(answer.className)")
