import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining
import Testing

/// Written files read texts as the program does.
@Suite(.serialized) struct SourceTextTests {
  /// Of single precision; what a number of it cannot hold is zero.
  private func isNear(_ found: Float, _ expected: Double) -> Bool {
    abs(Double(found) - expected) <= 1e-4 * expected + 1e-37
  }

  private func check(
    _ found: RunningSource.Text, _ expected: TextAnswer, _ language: SourceLanguage, _ what: String
  ) {
    let characters = language == .c ? [] : expected.characters.map(\.character)
    #expect(found.text == expected.text && found.characters == characters, "\(what)")
    #expect(
      isNear(found.probability, expected.probability), "\(what): \(found.probability), not \(expected.probability)")
    #expect(found.probabilities.count == expected.characters.count, "\(what)")
    for (mine, own) in zip(found.probabilities, expected.characters) {
      #expect(isNear(mine, own.probability) && (0...1).contains(mine), "\(what): \(mine), not \(own)")
    }
  }

  @Test(arguments: RunningSource.languages)
  func readsAsTheProgramDoes(_ language: SourceLanguage) throws {
    for network in TestedTexts.all {
      let images = network.images
      let export = try network.export(golden: images)
      let driver = SourceDriver(
        images: images, outputs: network.classes * network.columns, columns: network.columns)
      let running = try RunningSource(try export.text(language), language, driver)
      #expect(running.passesSelfTest, "\(running.output.suffix(400))")
      #expect(running.classNames == network.classNames)
      let logits = export.golden.flatMap(\.logits)
      let expected = try ReadingTask(network.head).answers(
        logits, shape: network.graph.outputShape, classNames: network.classNames)
      try #require(running.texts.count == images.count && running.logits.count == logits.count)
      for (index, (found, expected)) in zip(running.texts, expected).enumerated() {
        check(found, expected, language, "\(network.head) of \(network.columns), image \(index)")
      }
      for (mine, own) in zip(running.logits, logits) { #expect(abs(mine - own) <= 1e-4) }
      try columnsAreProbabilities(running.probabilities, of: logits, network)
    }
  }

  /// The softmax of each column, in the outputs' order.
  private func columnsAreProbabilities(_ found: [Float], of logits: [Float], _ network: TestedTexts) throws {
    try #require(found.count == logits.count)
    let (classes, columns) = (network.classes, network.columns)
    for image in stride(from: 0, to: logits.count, by: classes * columns) {
      for column in 0..<columns {
        let places = (0..<classes).map { image + $0 * columns + column }
        let expected = softmaxRows(places.map { logits[$0] }, classes: classes)
        for (place, own) in zip(places, expected) { #expect(abs(Double(found[place]) - own) < 1e-5) }
      }
    }
  }

  /// A network of layers, from the model itself to its file.
  @Test(arguments: ReadingTask.Head.allCases) func aModelsFileReadsAsTheModel(head: ReadingTask.Head) throws {
    let model = try ONNXTextTests.model(head, scale: 3, shift: 1.7)
    let images = TrainedModel.madeUpImages(of: model.graph.inputShape.count)
    let predictor = try model.predictor()
    for (format, language) in [(ModelFormat.c, SourceLanguage.c), (.js, .js)]
    where RunningSource.languages.contains(language) {
      let text = String(decoding: try model.exported(as: format), as: UTF8.self)
      let shape = model.graph.outputShape
      let running = try RunningSource(
        text, language, SourceDriver(name: "reader", images: images, outputs: shape.count, columns: shape.width))
      #expect(running.passesSelfTest, "\(running.output.suffix(400))")
      try #require(running.texts.count == images.count)
      for (found, pixels) in zip(running.texts, images) {
        check(found, try predictor.readText(pixels), language, "\(head)")
      }
    }
  }

  /// Of texts that no rounding turns round the self-test knows each.
  @Test(arguments: RunningSource.languages) func noticesAnotherText(_ language: SourceLanguage) throws {
    let network = TestedTexts.all[0]
    let image = network.images[0]
    let text = try network.export(golden: [image]).text(language)
    let isThere = text.contains("\"77")
    try #require(isThere)
    let driver = SourceDriver(images: [image], outputs: 72, columns: 12)
    let running = try RunningSource(text.replacing("\"77", with: "\"87"), language, driver)
    #expect(!running.passesSelfTest)
    if language != .js { #expect(running.output.contains("golden image 0 has the text '77é")) }
  }

  @Test func aTextThatARoundingDecidesIsNotTested() throws {
    let network = TestedTexts.all[0]
    let flat = [UInt8](repeating: 60, count: 72)
    let text = try network.export(golden: [flat, network.images[1]]).text(.c)
    #expect(text.contains("golden_texts[2] = {\n  0,\n  \"\"\n};"))
  }

  /// What a caller in C reserves.
  @Test func saysHowLongTextsAre() throws {
    let text = try TestedTexts.all[0].export(golden: [TestedTexts.all[0].images[0]]).text(.c)
    #expect(text.contains("TESTED_TEXT_BYTES = 37,") && text.contains("TESTED_CHARACTERS = 12\n"))
    #expect(text.contains("class_names[6]"))
  }

  private func sentence(_ export: SourceExport) -> String {
    do throws(InputError) {
      _ = try export.text(.js)
      return "none"
    } catch {
      return error.description
    }
  }

  @Test func saysWhatIsNoTextsNetwork() throws {
    var export = try TestedNetworks.export(try TestedNetworks.small(), golden: 1)
    export.task = TaskRecipe(.read)
    #expect(
      sentence(export) == "the network does not read texts: expected an output of [classes, 1, columns], found 5.")
    var named = try TestedTexts.all[2].export(golden: [[1, 2, 3]])
    named.classNames.append("9")
    #expect(sentence(named) == "the class names are not the network's: expected 3, found 4.")
    let wide = TestedTexts(head: .positions, classNames: ["none", "7"], columns: 2049)
    #expect(
      sentence(try wide.export(golden: [Array(repeating: 0, count: 4098)]))
        == "the network is too large to be written as source: expected at most 2048 columns of a text, found 2049; "
        + "export it as ONNX.")
  }

  /// Several labels are told each by itself, and quantities as they are.
  @Test(arguments: RunningSource.languages) func otherTasksHaveTheirOwnEnd(_ language: SourceLanguage) throws {
    for task in [TaskRecipe(.severalLabels), TaskRecipe(.regress)] {
      var export = try TestedNetworks.export(try TestedNetworks.small(), golden: 3)
      export.task = task
      let driver = SourceDriver(images: export.golden.map(\.pixels))
      let running = try RunningSource(try export.text(language), language, driver)
      #expect(running.passesSelfTest && running.probabilities.count == 15, "\(running.output.suffix(400))")
      for (mine, logit) in zip(running.probabilities, running.logits) {
        // A softmax of one output beside a zero.
        let expected = task.name == .regress ? Double(logit) : softmaxRows([logit, 0], classes: 2)[0]
        #expect(abs(Double(mine) - expected) < 1e-6)
      }
    }
  }
}
