import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct RunFolderHistoryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theHistoryIsThatOfTheReport() throws {
    var recipe = Recipe(model: .named("tiny") ?? .lenet, epochs: 2)
    recipe.data.validation = .share(0.25)
    let dataset = StrokeDigits.dataset(train: 128, test: 32)
    _ = try Trainer(recipe, on: dataset, threads: 1, savingAs: "a", runs: folder.path).train()
    let path = folder.file("a")
    let history = try RunFolder.history(at: path)
    #expect(history.count == 2 && history[1].validation != nil)
    #expect(history == RunFolder.report(at: path)?.epochs)
  }

  @Test func aRunWithoutEpochsHasNone() throws { #expect(try RunFolder.history(at: folder.path).isEmpty) }

  @Test func aDamagedHistoryIsNamed() throws {
    let text = "epoch,loss,accuracy,seconds,images_per_second,learning_rate\n1,0.5,0.9,1,100,0.1\nnot a line\n"
    try DurableFile.write(Array(text.utf8), to: folder.file("history.csv"))
    #expect {
      try RunFolder.history(at: folder.path)
    } throws: {
      "\($0)".contains("an epoch, a loss and an accuracy in line 3") && "\($0)".contains("not a line")
    }
  }
}
