import Foundation
import InklingDatasets
import InklingEngine
import InklingTestSupport
import Testing

extension CommandTests {
  /// What the documents say is run and compared, so that neither can change alone.
  ///
  /// The commands of the README, then of the documents behind it, run in their order, in one folder that holds small stand-ins: `datasets/mnist` and
  /// `datasets/fashion-mnist` (320 and 96 drawn digits in MNIST's format, so nothing is downloaded and every command ends
  /// in seconds, with the options that the README gives) and `digit.pgm`. Those of docs/captcha.md need nothing and run in an
  /// empty folder. A YAML block that starts with "# NAME.yaml" is that file. Of the other commands in a block, `make`
  /// must name a target of the Makefile, and `export` and `python3` are for people alone.
  @Suite struct ReadmeTests {
    /// In the order in which a person reads them.
    static let documents = [
      "README.md", "docs/benchmark.md", "docs/training.md", "docs/explain.md", "docs/library.md", "docs/files.md",
      "docs/reports.md", "docs/reference.md", "docs/data.md", "docs/predict.md", captchas,
    ]

    private static let captchas = "docs/captcha.md"

    @Test func itsCommandsRunAndItsTranscriptsAreTrue() throws {
      let standIns = try Self.standIns()
      let empty = try Sandbox(nil)
      var commands = 0
      var transcripts = 0
      let blocks = try Self.documents.flatMap { document in
        try ReadmeBlock.all(in: document).map { (document == Self.captchas ? empty : standIns, $0) }
      }
      for (sandbox, block) in blocks {
        if block.language == "sh" {
          for line in block.lines { commands += try run(line, in: sandbox) }
        } else if block.language == "text" {
          transcripts += try compare(block.lines, in: sandbox)
        } else if block.language == "yaml", let name = block.lines.first?.dropFirst(2) {
          try sandbox.write(Array(block.lines.joined(separator: "\n").utf8), to: String(name))
        }
      }
      #expect(commands >= 30)
      #expect(transcripts >= 2)
    }

    /// Returns how many commands of ours the line is.
    private func run(_ line: String, in sandbox: Sandbox) throws -> Int {
      // Assignments may come first: NAME=value inkling ...
      let words = line.split(separator: " ").drop { $0.contains("=") }
      switch words.first {
      case "inkling":
        let result = try sandbox.shell(line)
        #expect(result.status == 0, "\(line)\n\(result.errors)")
        return 1
      case "make":
        let targets = try ReadmeBlock.lines(of: "Makefile").filter { $0.hasPrefix(".PHONY:") }.joined()
        #expect(words.dropFirst().allSatisfy { targets.split(separator: " ").contains($0) }, "\(line)")
        return 0
      case "export", "python3", nil: return 0
      case let word?:
        Issue.record("nothing checks \(word): \(line)")
        return 0
      }
    }

    /// A transcript is "$ command" and what it prints, both streams in turn. Figures may differ, and the kernels' name:
    /// they are the machine's. The weights' hash is the same on every machine that multiplies and adds in one rounding.
    /// Returns how many commands there were.
    private func compare(_ lines: [String], in sandbox: Sandbox) throws -> Int {
      guard let command = lines.first, command.hasPrefix("$ inkling ") else {
        Issue.record("nothing checks a text block that starts with \(lines.first ?? "nothing")")
        return 0
      }
      let result = try sandbox.shell("\(command.dropFirst(2)) 2>&1")
      #expect(result.status == 0, "\(result.output)")
      let printed = result.output.replacing(RunningCommand.executable, with: "inkling").split(
        separator: "\n", omittingEmptySubsequences: false
      ).dropLast().map { Self.form(of: String($0)) }
      #expect(printed == lines.dropFirst().map { Self.form(of: $0) })
      return 1
    }

    /// The line without figures: "epoch # loss # accuracy # % # s # images/s".
    static func form(of line: String, hasHashes: Bool = InstructionSet.best.rounding == "fused") -> String {
      if hasHashes, let hash = line.firstMatch(of: /[0-9a-f]{64}/) { return String(hash.output) }
      return line.replacing(/[0-9a-f]{64}/, with: "#").replacing(/avx512|avx2|portable/, with: "#")
        .replacing(/[0-9][0-9.,\/]*/, with: "#").split(separator: " ").joined(separator: " ")
    }

    @Test func aTranscriptIsComparedByItsForm() {
      #expect(
        Self.form(of: "epoch  1/10  loss 0.43  7,000 images/s") == Self.form(of: "epoch 10/10  loss 2  9 images/s"))
      #expect(Self.form(of: "compute  avx512 kernels") == Self.form(of: "compute  portable kernels"))
      #expect(Self.form(of: "loss 0.43") != Self.form(of: "los 0.43"))
      let (one, other) = (String(repeating: "0", count: 64), String(repeating: "1", count: 64))
      #expect(Self.form(of: "sha256 \(one)", hasHashes: true) != Self.form(of: "sha256 \(other)", hasHashes: true))
      #expect(Self.form(of: "sha256 \(one)", hasHashes: false) == Self.form(of: "sha256 \(other)", hasHashes: false))
    }

    @Test func itsSwiftIsTheSwiftThatIsTested() throws {
      let blocks = try Self.documents.flatMap { try ReadmeBlock.all(in: $0) }.filter { $0.language == "swift" }
        .map(\.lines)
      #expect(blocks.count == 9)
      #expect(blocks == (try ReadmeBlock.markedParts(of: "Tests/CommandTests/ReadmeSnippets.swift")))
    }

    /// Both loops print three epochs and a last line, and end in the same weights, as the README says.
    @Test func itsSwiftTrains() async throws {
      var lines: [String] = []
      let folder = try TemporaryFolder()
      try await runReadmeSnippets(in: folder.path) { lines.append($0) }
      try #require(lines.count == 11)
      #expect(lines[3] == lines[7])
      let accuracy = try #require(lines[3].split(separator: " ").dropFirst().first.flatMap { Double($0.dropLast()) })
      #expect(accuracy > 0.6)
    }

    /// A stranger reads it to the end.
    @Test func theReadmeIsShort() throws { #expect(try ReadmeBlock.lines(of: "README.md").count <= 250) }

    /// `make bench` puts its table between the two.
    @Test func theBenchmarksTableHasItsPlace() throws {
      let lines = try ReadmeBlock.lines(of: "README.md")
      let marks = lines.filter { $0.hasPrefix("<!-- benchmark:") }
      #expect(marks == ["<!-- benchmark:begin -->", "<!-- benchmark:end -->"])
    }

    /// Links, and paths in code type, lead to something that is there.
    @Test(arguments: documents + ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/recipes.md"])
    func whatADocumentNamesIsThere(document: String) throws {
      let text = try ReadmeBlock.lines(of: document).joined(separator: "\n")
      let links = text.matches(of: /\]\(([^)#:]+)\)/).map { String($0.1) }
      let rooms = /`((?:Sources|Tests|Scripts|Benchmarks|docs|\.ci)\/[^`*<> ]*)`/
      let folder = document.hasPrefix("docs/") ? "docs/" : ""
      for path in links.map({ folder + $0 }) + text.matches(of: rooms).map({ String($0.1) }) {
        #expect(FileManager.default.fileExists(atPath: Goldens.packageRoot + "/" + path), "\(path)")
      }
    }

    /// What a layer touches, as ARCHITECTURE.md has it, is where the layers that are there stand.
    @Test(arguments: ["GroupNorm", "Hardswish"]) func aLayerTouchesWhatIsSaid(layer: String) throws {
      let text = try ReadmeBlock.lines(of: "ARCHITECTURE.md").joined(separator: "\n")
      let section = try #require(
        text.components(separatedBy: "## Adding a layer\n").last?.components(separatedBy: "\n## ")[0])
      let places = section.matches(of: /`((?:Sources|Tests)\/[^`]+)`/).map { String($0.1) + "/" }
      let root = URL(fileURLWithPath: Goldens.packageRoot + "/Sources")
      let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
      for case let file as URL in files where file.pathExtension == "swift" {
        guard try String(contentsOf: file, encoding: .utf8).range(of: layer, options: .caseInsensitive) != nil else {
          continue
        }
        let path = String(file.path.dropFirst(Goldens.packageRoot.count + 1))
        #expect(places.contains { path.hasPrefix($0) }, "\(path) has \(layer)")
      }
    }

    private static func standIns() throws -> Sandbox {
      let sandbox = try Sandbox(nil)
      for name in ["mnist", "fashion-mnist"] { try TinyDataset.digits.write(to: sandbox.file("datasets/\(name)")) }
      let digit = StrokeDigits.dataset(train: 0, test: 1).test
      try sandbox.write(Array("P5\n28 28\n255\n".utf8) + digit.images, to: "digit.pgm")
      try OwnDatasets.write(to: sandbox)
      return sandbox
    }
  }
}
