import Foundation
import InklingEngine
import InklingExchange
import InklingFiles

/// A source file compiled and run by its language's own tools: what it answers.
struct RunningSource {
  /// The self-test's exit status is zero.
  var passesSelfTest = false
  /// The outputs for each image, one behind the other.
  var logits: [Float] = []
  var probabilities: [Float] = []
  var classNames: [String] = []
  /// What was read on each image.
  var texts: [Text] = []
  /// All that was printed.
  var output = ""

  /// A text, as a file reads it.
  struct Text: Equatable {
    let text: String
    var probability = Float.nan
    /// Each character's.
    var probabilities: [Float] = []
    /// What each character is; none in C.
    var characters: [String] = []
  }

  /// The tools that a language needs.
  static func tools(_ language: SourceLanguage) -> [String] {
    switch language {
    case .swift: ["swiftc"]
    case .c: ["gcc", "clang"].filter(isThere)
    case .js: ["node"]
    }
  }

  static func isThere(_ tool: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
    }
  }

  /// Languages whose tools this machine has; the others are left out, and said.
  static let languages = SourceLanguage.allCases.filter { language in
    let isThere = !tools(language).isEmpty && tools(language).allSatisfy(isThere)
    if !isThere { print("no tool for \(language.rawValue): its source is not run") }
    return isThere
  }

  /// Compiles the text without a warning allowed, runs its self-test, and asks it for the images' answers.
  init(_ text: String, _ language: SourceLanguage, _ driver: SourceDriver) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/inkling-source-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ text: String, _ file: String) throws {
      try text.write(toFile: folder + "/" + file, atomically: false, encoding: .utf8)
    }
    switch language {
    case .swift:
      try write(text + driver.swift, "network.swift")
      try run(folder, ["swiftc", "-O", "-warnings-as-errors", "-D", "SELFTEST", "network.swift", "-o", "network"])
      passesSelfTest = try run(folder, ["./network"], mayFail: true) == 0
    case .c:
      try write(text, "network.c")
      try write(driver.c, "driver.c")
      for tool in Self.tools(.c) {
        let flags = [tool, "-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "network.c"]
        try run(folder, flags + ["-D\(driver.name.uppercased())_SELFTEST", "-o", "selftest", "-lm"])
        try run(folder, flags + ["driver.c", "-o", "driver", "-lm"])
        passesSelfTest = try run(folder, ["./selftest"], mayFail: true) == 0
        (logits, probabilities, classNames, texts) = ([], [], [], [])
        try run(folder, ["./driver"])
      }
    case .js:
      try write(text, "network.mjs")
      try write(driver.js, "driver.mjs")
      passesSelfTest = try run(folder, ["node", "driver.mjs"], mayFail: true) == 0
    }
  }

  /// Compiles a Swift file beside another one without a warning allowed, and runs the program.
  init(swift text: String, beside other: String, in file: String, _ flags: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/inkling-source-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in [("network.swift", text), (file, other)] {
      try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
    }
    try run(folder, ["swiftc", "-O", "-warnings-as-errors"] + flags + ["network.swift", file, "-o", "program"])
    try run(folder, ["./program"])
  }

  /// Runs a command in the folder, and takes in the lines that it prints.
  @discardableResult
  private mutating func run(_ folder: String, _ command: [String], mayFail: Bool = false) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = URL(filePath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    output += text
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      take(words.first, words.dropFirst().compactMap { UInt32($0) })
    }
    guard mayFail || process.terminationStatus == 0 else {
      throw InputError(.failed, "\(command.prefix(3)) failed", found: String(text.prefix(800)))
    }
    return process.terminationStatus
  }

  /// Takes in what a line says: numbers by their bits, and text by its bytes.
  private mutating func take(_ what: String?, _ numbers: [UInt32]) {
    func text(_ bytes: ArraySlice<UInt32>) -> String {
      String(decoding: bytes.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
    }
    switch what {
    case "logit": logits.append(Float(bitPattern: numbers[0]))
    case "probability": probabilities.append(Float(bitPattern: numbers[0]))
    case "class": classNames.append(text(numbers[...]))
    case "text": texts.append(Text(text: text(numbers[...])))
    case "sure": texts[texts.count - 1].probability = Float(bitPattern: numbers[0])
    case "character":
      texts[texts.count - 1].probabilities.append(Float(bitPattern: numbers[0]))
      if numbers.count > 1 { texts[texts.count - 1].characters.append(text(numbers[1...])) }
    default: break
    }
  }
}
