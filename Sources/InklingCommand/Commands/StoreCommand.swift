import ArgumentParser
import InklingFiles
import InklingTraining

#if Server
  import InklingStore
#endif

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Look at the corrections that people gave, write them as a data set, or delete them.",
    subcommands: [StoreListCommand.self, StoreExportCommand.self, StoreDeleteCommand.self])
}

struct StoreExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the drawings with their right classes as a data set.",
    discussion: """
      The folder must not be there yet, or be empty. It is there with all drawings, or not at all.

      Examples:
        inkling store export drawings --store corrections.sqlite
        inkling train --dataset drawings/labels.csv
        inkling store export idx --store corrections.sqlite --form idx
        inkling store export letters --store corrections.sqlite --model letters
      """)

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String
  @OptionGroup var source: StoreOptions
  @Option(help: ArgumentHelp("PNG files with labels.csv, or MNIST's IDX files: png, idx.", valueName: "form"))
  var form = "png"
  @Option(
    help: ArgumentHelp(
      "Only corrections of the model that was served under this name. (default: of all, which must be of one kind)",
      valueName: "name"))
  var model: String?

  func validate() throws {
    try requirePaths(("the folder", folder), ("--model", model))
    guard ["png", "idx"].contains(form) else { throw ValidationError("--form is png or idx, not '\(form)'.") }
  }

  #if Server
    private struct Answer: Encodable {
      let folder: String
      let count: Int
    }

    func run() throws {
      let store = try CorrectionStore(path: source.store, isReadOnly: true)
      let count = try store.export(to: folder, form: CorrectionExportForm(rawValue: form) ?? .png, model: model)
      try store.close()
      try Output.result(
        source.json
          ? JSONText.encode(Answer(folder: folder, count: count)) : "\(count.of("drawing")) in \(folder)")
    }
  #else
    func run() throws { throw ServerTrait.missing }
  #endif
}

struct StoreListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the corrections.",
    discussion: """
      Examples:
        inkling store list --store corrections.sqlite
      """)

  @OptionGroup var source: StoreOptions
  @Option(parsing: .unconditional, help: ArgumentHelp("The most corrections that are listed, the newest."))
  var limit = 100
  @Option(
    help: ArgumentHelp(
      "Only corrections of the model that was served under this name. (default: of all)", valueName: "name"))
  var model: String?

  func validate() throws {
    try requirePaths(("--model", model))
    guard (1...1_000_000).contains(limit) else {
      throw ValidationError("--limit is out of range: expected 1 to 1,000,000.")
    }
  }

  #if Server
    func run() throws {
      let store = try CorrectionStore(path: source.store, isReadOnly: true)
      let some = try store.newest(limit, model: model)
      let text = try CorrectionText(count: store.count(model: model), corrections: some)
      try store.close()
      try Output.result(source.json ? JSONText.encode(text) : text.text)
    }
  #else
    func run() throws { throw ServerTrait.missing }
  #endif
}

struct StoreDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete corrections: by their numbers, or all that somebody gave.",
    discussion: """
      Examples:
        inkling store delete 12 13 --store corrections.sqlite
        inkling store delete --contributor 3f9a01 --store corrections.sqlite

      A contributor is named by the token that their browser has, by its SHA-256 as list shows it, or by six or more of \
      its first digits.
      """)

  @Argument(help: ArgumentHelp("The numbers of corrections.", valueName: "number"))
  var numbers: [Int64] = []
  @Option(help: ArgumentHelp("Whose corrections are deleted.", valueName: "token"))
  var contributor: String?
  @OptionGroup var source: StoreOptions

  func validate() throws {
    if contributor?.isEmpty == true { throw ValidationError("--contributor is empty.") }
    if numbers.isEmpty == (contributor == nil) {
      throw ValidationError("Give the numbers of corrections, or --contributor.")
    }
  }

  #if Server
    private struct Answer: Encodable {
      let deleted: Int
      /// Numbers of which there is no correction; nil where none was asked for by its number.
      let missing: [Int64]?
    }

    func run() throws {
      guard FileStatus.isThere(source.store) else {
        throw InputError(.missing, "there is no such store", path: source.store, remedy: "check the path")
      }
      let store = try CorrectionStore(path: source.store)
      var count = 0
      if let contributor { count = try store.delete(contributorNamed: contributor) }
      var missing: [Int64] = []
      for (place, number) in numbers.enumerated() where !numbers[..<place].contains(number) {
        if try store.delete(id: number) { count += 1 } else { missing.append(number) }
      }
      guard count > 0 else {
        throw InputError(
          .missing,
          numbers.count == 1
            ? "the store has no correction of this number" : "the store has none of these corrections",
          path: source.store, found: numbers.prefix(8).map(String.init).joined(separator: ", "),
          remedy: "'inkling store list' shows their numbers")
      }
      try store.close()
      if !missing.isEmpty {
        Output.note("note: the store has no correction of the number \(NameList.text(missing.map(String.init)))")
      }
      let answer = Answer(deleted: count, missing: numbers.isEmpty ? nil : missing)
      try Output.result(source.json ? JSONText.encode(answer) : "\(count.of("correction")) deleted")
    }
  #else
    func run() throws { throw ServerTrait.missing }
  #endif
}

/// Which store.
struct StoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The store of corrections.", valueName: "file"), completion: .file())
  var store: String
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws { try requirePaths(("--store", store)) }
}
