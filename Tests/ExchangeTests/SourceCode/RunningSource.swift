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
  /// All that was printed.
  var output = ""

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
  ///
  /// - Parameter name: the title in snake_case, of which C's names are made.
  init(_ text: String, _ language: SourceLanguage, name: String, images: [[UInt8]]) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/inkling-source-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ text: String, _ file: String) throws {
      try text.write(toFile: folder + "/" + file, atomically: false, encoding: .utf8)
    }
    switch language {
    case .swift:
      try write(text + Self.swiftDriver(images), "network.swift")
      try run(folder, ["swiftc", "-O", "-warnings-as-errors", "-D", "SELFTEST", "network.swift", "-o", "network"])
      passesSelfTest = try run(folder, ["./network"], mayFail: true) == 0
    case .c:
      try write(text, "network.c")
      try write(Self.cDriver(images, name), "driver.c")
      for tool in Self.tools(.c) {
        let flags = [tool, "-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "network.c"]
        try run(folder, flags + ["-D\(name.uppercased())_SELFTEST", "-o", "selftest", "-lm"])
        try run(folder, flags + ["driver.c", "-o", "driver", "-lm"])
        passesSelfTest = try run(folder, ["./selftest"], mayFail: true) == 0
        (logits, probabilities, classNames) = ([], [], [])
        try run(folder, ["./driver"])
      }
    case .js:
      try write(text, "network.mjs")
      try write(Self.jsDriver(images), "driver.mjs")
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
      switch words.first {
      case "logit": logits.append(Float(bitPattern: UInt32(words[1]) ?? 0))
      case "probability": probabilities.append(Float(bitPattern: UInt32(words[1]) ?? 0))
      case "class": classNames.append(String(decoding: words.dropFirst().compactMap { UInt8($0) }, as: UTF8.self))
      default: break
      }
    }
    guard mayFail || process.terminationStatus == 0 else {
      throw InputError(.failed, "\(command.prefix(3)) failed", found: String(text.prefix(800)))
    }
    return process.terminationStatus
  }

  /// Appended to the file itself, as a script may be; a failed self-test ends it before.
  private static func swiftDriver(_ images: [[UInt8]]) -> String {
    """
    let testImages: [[UInt8]] = [\(images.map { "\($0)" }.joined(separator: ",\n"))]
    for image in testImages {
      for value in logits(pixels: image) { print("logit", value.bitPattern) }
      for value in predict(pixels: image) { print("probability", value.bitPattern) }
    }
    for name in TestedNetwork.classNames { print("class", name.utf8.map { String($0) }.joined(separator: " ")) }

    """
  }

  private static func cDriver(_ images: [[UInt8]], _ name: String) -> String {
    let size = images.first?.count ?? 1
    return """
      #include <stdint.h>
      #include <stdio.h>
      void \(name)_predict(const unsigned char *pixels, float *probabilities);
      void \(name)_logits(const unsigned char *pixels, float *logits);
      extern const char *const \(name)_class_names[];
      static const unsigned char images[] = {\(images.joined().map(String.init).joined(separator: ","))};
      static float values[COUNT];
      static void show(const char *what) {
        for (int i = 0; i < COUNT; ++i) {
          union { float value; uint32_t bits; } number;
          number.value = values[i];
          printf("%s %lu\\n", what, (unsigned long)number.bits);
        }
      }
      int main(void) {
        for (int image = 0; image < \(images.count); ++image) {
          \(name)_logits(images + image * \(size), values);
          show("logit");
          \(name)_predict(images + image * \(size), values);
          show("probability");
        }
        for (int i = 0; i < COUNT; ++i) {
          printf("class");
          for (const char *c = \(name)_class_names[i]; *c; ++c) printf(" %d", (unsigned char)*c);
          printf("\\n");
        }
        return 0;
      }

      """.replacingOccurrences(of: "COUNT", with: "\(TestedNetworks.outputs)")
  }

  private static func jsDriver(_ images: [[UInt8]]) -> String {
    """
    import { classNames, logits, predict, selfTest } from "./network.mjs";
    const show = (what, values) => {
      for (const bits of new Uint32Array(values.buffer)) console.log(what, bits);
    };
    for (const image of [\(images.map { "\($0)" }.joined(separator: ",\n"))]) {
      show("logit", logits(image));
      show("probability", predict(Uint8Array.from(image)));
    }
    for (const name of classNames) console.log("class", ...new TextEncoder().encode(name));
    if (!selfTest()) process.exitCode = 1;

    """
  }
}
