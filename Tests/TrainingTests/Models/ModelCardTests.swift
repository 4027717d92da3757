import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct ModelCardTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String) throws -> ModelCard {
    try DurableFile.write(Array(text.utf8), to: folder.file("card.yaml"))
    return try ModelCard.load(folder.file("card.yaml"))
  }

  @Test func aFileIsReadAndWritten() throws {
    let card = try load("name: Digits\nlicence: MIT\nintended_use: Forms.\n")
    #expect(card == ModelCard(name: "Digits", license: "MIT", intendedUse: "Forms."))
    #expect(card.text == "name: Digits\nlicense: MIT\nintended use: Forms.")
    #expect(try ModelCard(text: card.json()) == card)
    #expect(card.overlaid(with: ModelCard(author: "Me", license: "BSD")).license == "BSD")
    // What older releases wrote.
    #expect(try JSONText.decode(ModelCard.self, from: Array("\"old\"".utf8), path: "x").description == "old")
    #expect(ModelCard(text: "plain").description == "plain")
    #expect(try JSONText.decode(ModelCard.self, from: Array("\"\"".utf8), path: "x").isEmpty)
  }

  @Test func whatIsWrongIsSaidWithItsLine() {
    let unknown = #expect(throws: InputError.self) { try load("name: a\nautor: b\n") }
    #expect(unknown?.description.contains("autor") == true && unknown?.description.contains("author") == true)
    let long = #expect(throws: InputError.self) { try load("name: \(String(repeating: "a", count: 10_001))") }
    #expect(long?.description.contains("is too long") == true)
    #expect(throws: InputError.self) { try load("license: MIT\nlicence: BSD\n") }
    #expect(throws: InputError.self) { try load("name: [1]\n") }
  }
}
