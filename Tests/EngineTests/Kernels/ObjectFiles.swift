#if os(Linux)
  import Foundation
  import InklingTestSupport

  /// The functions in a module's object files, as binutils show them.
  struct ObjectFiles {
    struct Function {
      let name: String
      let file: String
      /// Whether the linker sees its name: another file's function of that name may take its place, or it theirs.
      let isShared: Bool
      /// The instructions that not every x86-64 processor has.
      var beyondBaseline: [String] = []
    }

    private let paths: [String]

    /// The object files beside the test binary that runs.
    init(module: String) throws {
      let binary = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      let folder = URL(fileURLWithPath: binary).deletingLastPathComponent().appendingPathComponent("\(module).build")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".o") }
        .sorted()
      // An incremental build leaves the objects of sources that are gone.
      let sources = Self.sources(of: module)
      let current = files.filter { sources.contains(String($0.dropLast(2))) }
      paths = (current.isEmpty ? files : current).map { folder.appendingPathComponent($0).path }
      if paths.isEmpty { throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: folder.path]) }
    }

    private static func sources(of module: String) -> Set<String> {
      let entries = FileManager.default.enumerator(atPath: Goldens.packageRoot + "/Sources/" + module)
      return Set((entries?.compactMap { ($0 as? NSString)?.lastPathComponent }) ?? [])
    }

    static let areToolsThere = ["nm", "objdump"].allSatisfy { (try? output(of: $0, ["--version"])) != nil }

    /// The names that the files take from elsewhere.
    func undefinedSymbols() throws -> Set<String> {
      Set(try paths.flatMap { try Self.output(of: "nm", ["--undefined-only", $0]).lines.compactMap(\.lastWord) })
    }

    func functions() throws -> [Function] {
      try paths.flatMap { path in
        let shared = try Set(
          Self.output(of: "nm", ["--defined-only", "--extern-only", path]).lines.compactMap(\.lastWord))
        return try functions(of: path, shared)
      }
    }

    private func functions(of path: String, _ shared: Set<String>) throws -> [Function] {
      let file = path.split(separator: "/").last.map(String.init) ?? path
      var functions: [Function] = []
      for line in try Self.output(of: "objdump", ["--disassemble", "--no-show-raw-insn", path]).lines {
        if line.hasSuffix(">:"), let start = line.firstIndex(of: "<") {
          let name = String(line[line.index(after: start)...].dropLast(2))
          functions.append(Function(name: name, file: file, isShared: shared.contains(name)))
        } else if let tab = line.firstIndex(of: "\t"), !functions.isEmpty {
          let instruction = String(line[line.index(after: tab)...])
          if Self.isBeyondBaseline(instruction) { functions[functions.count - 1].beyondBaseline.append(instruction) }
        }
      }
      return functions
    }

    /// Whether an instruction is none of the original x86-64: vectors wider than SSE2's, mask registers, bit
    /// manipulation, and what came with SSE3 to SSE4.2.
    static func isBeyondBaseline(_ instruction: String) -> Bool {
      guard let mnemonic = instruction.split(whereSeparator: \.isWhitespace).first.map(String.init) else {
        return false
      }
      if mnemonic.hasPrefix("v") && mnemonic != "verr" && mnemonic != "verw" { return true }
      return mnemonic.hasPrefix("k") || later.contains(mnemonic) || later.contains(String(mnemonic.dropLast()))
        || laterPrefixes.contains(where: mnemonic.hasPrefix)
    }

    private static let later: Set<String> = [
      "andn", "bextr", "blsi", "blsmsk", "blsr", "bzhi", "mulx", "pdep", "pext", "rorx", "sarx", "shlx", "shrx",
      "lzcnt",
      "tzcnt", "popcnt", "movbe", "adcx", "adox", "crc32", "pshufb", "palignr", "ptest", "lddqu", "pcmpeqq", "pcmpgtq",
      "packusdw", "pmulld", "pmuldq", "insertps", "extractps", "pinsrb", "pinsrd", "pinsrq", "pextrb", "pextrd",
      "pextrq",
      "movddup", "movshdup", "movsldup",
    ]
    private static let laterPrefixes = [
      "round", "blend", "pblend", "dpp", "hadd", "hsub", "addsub", "phadd", "phsub", "pabs", "psign", "pmovsx",
      "pmovzx",
      "pminsb", "pminsd", "pminuw", "pminud", "pmaxsb", "pmaxsd", "pmaxuw", "pmaxud", "pcmpestr", "pcmpistr", "aes",
      "pclmul", "sha1", "sha256",
    ]

    private static func output(of tool: String, _ arguments: [String]) throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [tool] + arguments
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = FileHandle.nullDevice
      try process.run()
      let output = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
      return String(decoding: output, as: UTF8.self)
    }
  }

  extension String {
    fileprivate var lines: [Substring] { split(separator: "\n") }
  }

  extension Substring {
    fileprivate var lastWord: String? { split(separator: " ").last.map(String.init) }
  }
#endif
