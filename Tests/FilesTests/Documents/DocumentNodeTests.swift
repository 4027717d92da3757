import Foundation
import Testing

@testable import InklingFiles

@Suite struct DocumentNodeTests {
  private let document = DocumentNode.mapping([
    ("optimizer", .text("adam")),
    ("groups", .list([.mapping([("match", .text("conv*"))]), .mapping([("match", .text("fc1"))])])),
    ("epochs", .number(3)),
  ])

  @Test func pathsLeadThroughMappingsAndLists() {
    #expect(document.node(at: "groups.1.match") == .text("fc1"))
    #expect(document.node(at: "epochs") == .number(3))
    #expect(document.node(at: "groups.2") == nil)
    #expect(document.node(at: "groups.match") == nil)
    #expect(document.node(at: "") == document)
  }

  @Test func settingReplacesAddsAndRemoves() {
    #expect(document.setting("epochs", to: .number(5)).node(at: "epochs") == .number(5))
    #expect(document.setting("groups.0.match", to: .text("a")).node(at: "groups.0.match") == .text("a"))
    #expect(document.setting("new.deep.key", to: .flag(true)).node(at: "new.deep.key") == .flag(true))
    #expect(document.setting("epochs", to: DocumentNode(.null)).node(at: "epochs") == nil)
    #expect(document.setting("nothing", to: DocumentNode(.null)) == document)
  }

  @Test func aWordBecomesTheNameOfAMapping() {
    let set = document.setting("optimizer.learning_rate", to: .number(0.1))
    #expect(set.node(at: "optimizer.name") == .text("adam"))
    #expect(set.node(at: "optimizer.learning_rate") == .number(0.1))
  }

  @Test func placesAreThoseOfTheDeepestKeyThatIsThere() {
    let value = DocumentNode(.scalar("3", isQuoted: false), place: .line(4))
    let node = DocumentNode(.mapping([.init("a", DocumentNode(.mapping([.init("b", value, place: .line(3))])))]))
    #expect(node.place(of: "a.b") == .line(3))
    #expect(node.place(of: "a.b.c") == .line(3))
  }

  @Test func theFirstDifferenceIsNamed() {
    #expect(document.firstDifference(from: document) == nil)
    #expect(document.setting("epochs", to: .number(4)).firstDifference(from: document) == "epochs")
    #expect(document.firstDifference(from: document.setting("seed", to: .number(1))) == "seed")
    #expect(document.setting("a.b", to: .number(1)).firstDifference(from: document) == "a")
  }

  @Test(arguments: ["12", "-3", "0.5", "1e-3", "true", "18446744073709551615"])
  func jsonKeepsScalars(text: String) throws {
    let node = DocumentNode(.scalar(text, isQuoted: false))
    let json = try JSONEncoder().encode([node])
    let read = try JSONDecoder().decode([DocumentNode].self, from: json)[0]
    #expect(read.double == node.double)
    #expect(read.bool == node.bool)
    #expect(read.unsigned == node.unsigned)
  }

  @Test func jsonKeepsStructureAndText() throws {
    let json = try JSONEncoder().encode(document)
    let read = try JSONDecoder().decode(DocumentNode.self, from: json)
    #expect(read.firstDifference(from: document) == nil)
    let null = try JSONDecoder().decode([DocumentNode].self, from: Data("[null]".utf8))
    #expect(null == [DocumentNode(.null)])
  }

  @Test(arguments: ["nan", "inf", "0x10", "1e999", "", "a", "1 2"])
  func whatIsNoDecimalIsNoNumber(text: String) {
    #expect(DocumentNode(.scalar(text, isQuoted: false)).double == nil)
  }

  @Test func equalityIsOfMeanings() {
    func plain(_ text: String) -> DocumentNode { DocumentNode(.scalar(text, isQuoted: false)) }
    #expect(plain("10") == plain("1e1"))
    #expect(plain("word") == .text("word"))
    #expect(plain("12") != .text("12"))
    #expect(plain("true") != .text("true"))
    #expect(plain("18446744073709551615") != plain("18446744073709551614"))
    #expect(plain("1") != plain("2"))
    let (a, b) = (plain("1"), plain("2"))
    #expect(DocumentNode.mapping([("a", a), ("b", b)]) == .mapping([("b", b), ("a", a)]))
    #expect(DocumentNode.mapping([("a", a)]) != .mapping([("a", a), ("b", b)]))
    #expect(DocumentNode.list([a, b]) != .list([b, a]))
    #expect(DocumentNode(.null) != .text("null"))
  }

  @Test func quotedNumbersAreText() {
    #expect(DocumentNode.text("12").int == nil)
    #expect(DocumentNode.text("true").bool == nil)
    #expect(DocumentNode.text("12").text == "12")
  }
}
