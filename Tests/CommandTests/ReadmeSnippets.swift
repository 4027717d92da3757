// The Swift of README.md, compiled and run. ReadmeTests holds the marked parts against the README line by line: change
// both together.

// README: model
import Inkling

struct SmallNet: Model {
  let stem = Conv2d(1, 8, kernelSize: 3, padding: 1)
  let branch = Conv2d(8, 8, kernelSize: 3, padding: 1)
  let pool = MaxPool2d(2)
  let head = Linear(8 * 7 * 7, 10)

  func callAsFunction(_ x: Tensor) -> Tensor {
    let x = pool(relu(stem(x)))
    let y = relu(branch(x)) + x
    return head(pool(y).flattened())
  }
}
// README: end

/// Does what the README's snippets do, one after the other; `print` gets what they print.
func runReadmeSnippets(in folder: String, print: (String) -> Void) async throws {
  // README: trainer
  let dataset = StrokeDigits.dataset(train: 2_000, test: 500)  // or: try Dataset.load(Catalog.mnist)
  let graph = try Graph(tracing: SmallNet(), input: [1, 28, 28])
  let instructionSet = try InstructionSet.chosen(by: nil)  // the fastest that this processor has
  let recipe = Recipe(optimizer: .sgd(learningRate: 0.01, momentum: 0.9), epochs: 3)  // or: try Recipe.load("tiny")
  let trainer = try Trainer(
    graph, named: "small-net", on: dataset, recipe: recipe, threads: 2, instructionSet: instructionSet)
  for try await event in trainer.events {
    switch event {
    case .epochFinished(let epoch): print("epoch \(epoch.epoch): loss \(epoch.loss)")
    case .finished(let report): print("accuracy \(report.test?.accuracy ?? 0), weights \(report.weightsSHA256)")
    default: break
    }
  }
  // README: end

  // README: loop
  let normalization = Normalization(mean: 0.5, deviation: 0.5, channels: 1)
  let program = try TrainingProgram(
    graph, seed: 0, optimizer: SGD(learningRate: 0.01, momentum: 0.9), normalization: normalization, batchSize: 64,
    threads: 1, instructionSet: instructionSet)
  let (images, targets) = (dataset.train.images, dataset.train.targets)
  for epoch in 1...3 {
    var lossSum = 0.0
    for batch in Batches(Shuffling.order(count: targets.count, seed: 0, epoch: epoch), batchSize: 64) {
      lossSum += program.step(images: images, targets: targets, indices: batch).lossSum  // forward, backward, update
    }
    print("epoch \(epoch): loss \(lossSum / Double(targets.count))")
  }
  let trained = program.namedParameters()  // "stem.weight", ...: PyTorch's names, shapes and order
  let file = Safetensors(tensors: trained).encoded()  // bytes that PyTorch's safetensors reads
  let inference = try InferenceProgram(
    graph, parameters: try Safetensors(decoding: file).tensors, normalization: normalization, threads: 1,
    instructionSet: instructionSet)
  let result = inference.evaluate(dataset.test)
  print("accuracy \(result.accuracy), weights \(weightsSHA256(of: trained))")
  // README: end

  // README: files
  let model = try Trainer(Recipe.load("tiny"), on: dataset, savingAs: "small", runs: folder).train()
  try model.save(to: "\(folder)/digits.safetensors")
  let opened = try TrainedModel(contentsOf: "\(folder)/digits.safetensors")  // or a run: "\(folder)/small"
  let prediction = try opened.predictor().predict(Array(dataset.test[0]))
  print("\(prediction.className) with \(prediction.probability)")
  // README: end

  // README: data
  let pixels = try NamedArray(name: "x_train", elementType: .uint8, shape: [2000, 28, 28], bytes: dataset.train.images)
  let classes = NamedArray(name: "y_train", shape: [2000], integers: dataset.train.labels.map { Int64($0) })
  try NPZ.write([pixels, classes], to: "\(folder)/mine.npz")
  let reading = DatasetReading(image: ImageSize("1x28x28"))  // pictures in a folder are scaled to it
  let mine = try Dataset.load(contentsOf: "\(folder)/mine.npz", reading: reading)
  // README: end

  // README: outputs
  let answers = try ModelEnsemble([opened]).answers(to: mine.train)
  try AnswerTable(answers).write(to: "\(folder)/answers.csv")
  try answers.result().confusion?.write(to: "\(folder)/confusion.csv")
  try FeatureExtractor(opened).write(mine.train, to: "\(folder)/features.npz")
  // README: end

  // README: captcha
  var style = CaptchaStyle.classic
  style.rotation = 45
  let text = try CaptchaText(alphabet: Alphabet(named: "digits+upper"), lengths: 4...6)
  let generator = try CaptchaGenerator(style: style, text: text, height: 60, width: 160, seed: 0)
  let picture = generator.picture(7)  // of epoch 0; `generator.text(of: 7)` is what it says
  try PictureFile.write(picture, to: "\(folder)/picture.png")
  try CaptchaFolder.write(generator, count: 20, to: "\(folder)/pictures")
  // README: end

  let reads = try TextDatasets.recipe(writing: "\(folder)/plates")
  // README: texts
  let plates = try Dataset.load(contentsOf: "\(folder)/plates", reading: DatasetReading(texts: TextReading()))
  let reader = try Trainer(reads, on: plates, savingAs: "reader", runs: folder).train()
  let read = try TextAnswers(of: reader, to: plates.test, decoder: .beam(10))
  try read.write(to: "\(folder)/texts.csv")
  let first = try reader.predictor().readText(Array(plates.test[0]))
  print("\(first.text) with \(first.probability), \(first.characters.map(\.probability))")
  // README: end

  // README: audit
  let signup = try Dataset.load(
    contentsOf: "\(folder)/plates", reading: DatasetReading(image: ImageSize("1x60x160"), texts: TextReading()))
  let audit = try CaptchaAudit(of: signup, sizes: [10, 40], limit: .steps(12), start: .nothing)
  let found = try audit.run()
  print(found.verdict)
  try CaptchaAuditReport(found, of: "our sign-up").page.write(to: "\(folder)/audit.html")
  // README: end
}
