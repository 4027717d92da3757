import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct RecipeKeyTests {
  /// The table in the documentation is this one.
  @Test func theDocumentationHasTheTable() throws {
    let bytes = try FileBytes.read(Goldens.packageRoot + "/docs/recipes.md")
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    let documented = lines.filter { $0.hasPrefix("| `") && $0.split(separator: "|").count == 4 && $0.hasSuffix(" |") }
    let table = RecipeKey.table.split(separator: "\n").map(String.init)
    for row in table { #expect(lines.contains(row)) }
    let paths = Set(RecipeKey.all.map { "| `\($0.path)` |" })
    let known = documented.filter { row in paths.contains { row.hasPrefix($0) } }
    #expect(known == Array(table.dropFirst(2)))
  }

  @Test func everyKeyStandsOnce() {
    #expect(Set(RecipeKey.all.map(\.path)).count == RecipeKey.all.count)
    let options = RecipeKey.all.compactMap(\.option)
    #expect(Set(options).count == options.count && options.count == 22)
    #expect(RecipeKey.names(in: "data").contains("split_seed"))
    #expect(RecipeKey.names(in: "fine_tuning.unfreeze_at.3") == ["epoch", "patterns"])
    #expect(RecipeKey.names(in: "").contains("ensemble") && !RecipeKey.names(in: "").contains("members"))
  }

  /// A key of the table that nobody reads would be refused as unknown.
  @Test(arguments: RecipeKey.all.map(\.path))
  func everyKeyIsRead(_ path: String) throws {
    let values = [
      "data.validation": "0.5", "data.split_seed": "0", "model": "lenet", "parameter_groups": "",
      "averaging.from_epoch": "2", "loss.class_weights": "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
    ]
    let above = [
      "averaging.from_epoch": ["averaging=swa"], "averaging.decay": ["averaging=ema"],
      "averaging.warm_up": ["averaging=ema"],
    ]
    // Whatever its value may be, text of another kind is a fault of this key, and not an unknown key.
    let list = path.hasPrefix("parameter_groups") || path.hasPrefix("fine_tuning.unfreeze_at")
    let parts = path.split(separator: ".").map(String.init)
    var node = DocumentNode.text(values[path] ?? "?")
    for part in parts.reversed().dropLast() { node = .mapping([(part, node)]) }
    if list {
      let leaf = DocumentNode.mapping([(parts[parts.count - 1], .text("?"))])
      node = parts.count == 2 ? .list([leaf]) : .mapping([(parts[1], .list([leaf]))])
    }
    let document = DocumentNode.mapping([(parts[0], node)])
    let whole = try (above[path] ?? []).reduce(document) { document, text in
      let setting = try RecipeSetting(text)
      return document.setting(setting.path + ".name", to: setting.value)
    }
    let faults = DocumentFaults()
    _ = Recipe(reading: whole, name: "x", faults: faults)
    #expect(faults.all.filter(\.isUnknownKey) == [], "\(faults.all)")
  }

  /// A key that is read, but not in the table, is refused: nothing is undocumented.
  @Test func whatIsNotInTheTableIsUnknown() {
    let faults = DocumentFaults()
    let reader = MappingReader(.mapping([("epochs", .number(3)), ("seed", .number(4))]), path: "", faults: faults)
    _ = (reader.node("epochs"), reader.node("seed"))
    reader.finish(among: ["epochs", "unread"])
    #expect(faults.all.map(\.description) == ["seed is not a known key; valid are epochs"])
  }

  @Test func anOptionsHelpNamesItsKey() {
    #expect(RecipeKey.at("batch_size").help == "Images a step. (recipe key: batch_size)")
    #expect(RecipeKey.at("data.shuffle").help.hasPrefix("Take the images in the order of the file"))
  }
}
