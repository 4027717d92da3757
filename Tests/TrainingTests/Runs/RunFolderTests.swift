import Foundation
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// What a person may call a run or a model.
@Suite struct RunFolderLocatingTests {
  @Test func whatLooksLikeAFileIsOne() throws {
    let folder = try TemporaryFolder()
    #expect(RunFolder.locate("a", in: folder.path) == folder.path + "/a")
    for name in ["nothing.onnx", "a/b", "nothing.pt", "x.safetensors", "x.keras", "./a"] {
      #expect(RunFolder.locate(name, in: folder.path) == name)
    }
    // A run of that very name comes first.
    try DurableFile.write([], to: folder.file("a.onnx"))
    #expect(RunFolder.locate("a.onnx", in: folder.path) == folder.path + "/a.onnx")
    let error = #expect(throws: InputError.self) { try RunFolder.configuration(at: "nothing.onnx") }
    #expect(error?.description == "there is no such file in nothing.onnx; give the path of a model's file.")
  }
}

@Suite struct RunFolderTests {
  let folder: TemporaryFolder
  var runs: String { folder.file("deep/runs") }

  init() throws { folder = try TemporaryFolder() }

  @Test func creatingSavesTheConfiguration() throws {
    let run = try RunFolder.create(in: runs + "/", configuration: Toy.configuration())
    #expect(run.path == runs + "/toy")
    #expect(run.name == "toy")
    #expect(try RunFolder.configuration(at: run.path) == Toy.configuration())
    #expect(Set(RunPath.entries(of: run.path) ?? []) == ["configuration.json", "lock", "recipe.yaml"])
  }

  @Test func aRunThatCouldNotStartIsTakenAway() throws {
    let run = try RunFolder.create(in: runs, configuration: Toy.configuration())
    run.discard()
    #expect(RunPath.entries(of: runs) == [])
    // One that has saved something stays, and so does a folder that was there before.
    let trained = try RunFolder.create(in: runs, configuration: Toy.configuration())
    try DurableFile.write([1], to: trained.path(of: .lastCheckpoint))
    trained.discard()
    #expect(RunPath.entries(of: runs) == ["toy"])
    trained.unlock()
    let reopened = try RunFolder.reopen(trained.path)
    reopened.discard()
    #expect(RunPath.content(of: trained.path) == .folder)
  }

  @Test func anEmptyPathIsRefused() throws {
    let error = inputError { () throws(InputError) in
      _ = try RunFolder.create(in: "", configuration: Toy.configuration(name: "w4-must-not-be"))
    }
    #expect(error?.kind == .unwritable && error?.what == "the folder for runs has no name")
    #expect(RunPath.content(of: "/w4-must-not-be") == .nothing)
    #expect(inputError { () throws(InputError) in _ = try FileBytes.read("") }?.what == "a path is empty")
    #expect(inputError { () throws(InputError) in try DurableFile.write([1], to: "") }?.what == "a path is empty")
  }

  @Test func repeatedKeysAreRefused() throws {
    let run = try RunFolder.create(in: runs, configuration: Toy.configuration())
    run.unlock()
    let path = run.path(of: .configuration)
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try DurableFile.write([0xEF, 0xBB, 0xBF] + Array(text.utf8), to: path)
    #expect(try RunFolder.configuration(at: run.path) == Toy.configuration())
    let twice = text.replacingOccurrences(of: "\"seed\"", with: "\"epochs\" : 1,\n  \"seed\"")
    try DurableFile.write(Array(twice.utf8), to: path)
    let error = inputError { () throws(InputError) in _ = try RunFolder.configuration(at: run.path) }
    #expect(error?.found == "no valid JSON (repeated key 'epochs')" && error?.expected == "each key once")
  }

  @Test func madeNamesAreNeverShared() throws {
    let made = try (0..<5).map { _ in
      try RunFolder.create(in: runs, configuration: Toy.configuration(name: nil))
    }
    #expect(Set(made.map(\.name)).count == 5)
    for run in made {
      #expect(run.name.hasPrefix("toy-chain-7-"))
      #expect(run.configuration.name == run.name)
      #expect(try RunFolder.configuration(at: run.path).name == run.name)
    }
  }

  @Test func anExistingRunIsNotOverwritten() throws {
    try RunFolder.create(in: runs, configuration: Toy.configuration()).unlock()
    let error = inputError { () throws(InputError) in
      _ = try RunFolder.create(in: runs, configuration: Toy.configuration(epochs: 9))
    }
    #expect(
      error?.description
        == "a run of that name exists already in \(runs)/toy; resume it with --resume toy or choose another --name.")
    #expect(error?.kind == .unwritable)
    #expect(try RunFolder.configuration(at: runs + "/toy").recipe.epochs == 3)
  }

  @Test func aFolderOfSomethingElseIsLeftAlone() throws {
    try FileManager.default.createDirectory(atPath: runs + "/toy", withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: runs + "/toy/thesis.txt"))
    let error = inputError { () throws(InputError) in
      _ = try RunFolder.create(in: runs, configuration: Toy.configuration())
    }
    #expect(error?.what == "the folder holds something else than a run")
    #expect(RunPath.entries(of: runs + "/toy") == ["thesis.txt"])
  }

  @Test func whatARunKilledAtItsBirthLeftIsUsedAgain() throws {
    try FileManager.default.createDirectory(atPath: runs + "/toy", withIntermediateDirectories: true)
    for name in ["lock", "recipe.yaml", ".configuration.json.abc.partial"] {
      try Data("1".utf8).write(to: URL(fileURLWithPath: "\(runs)/toy/\(name)"))
    }
    try RunFolder.create(in: runs, configuration: Toy.configuration()).unlock()
    _ = try RunFolder.reopen(runs + "/toy")
    #expect(Set(RunPath.entries(of: runs + "/toy") ?? []) == ["configuration.json", "lock", "recipe.yaml"])
  }

  @Test func aFileInTheWayIsNamed() throws {
    let file = folder.file("file")
    try Data("x".utf8).write(to: URL(fileURLWithPath: file))
    for (runs, name) in [(file, "toy"), (file + "/below", "toy"), (folder.path, "file")] {
      let error = inputError { () throws(InputError) in
        _ = try RunFolder.create(in: runs, configuration: Toy.configuration(name: name))
      }
      #expect(error?.kind == .unwritable)
      #expect(error?.path == file)
      #expect(error?.found == "a file")
    }
  }

  @Test func badNamesMakeNothing() {
    let error = inputError { () throws(InputError) in
      _ = try RunFolder.create(in: runs, configuration: Toy.configuration(name: "../toy"))
    }
    #expect(error?.kind == .usage)
    #expect(RunPath.content(of: runs) == .nothing)
  }

  @Test func aReadOnlyFolderIsNamed() async throws {
    try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
    let run = try RunFolder.create(in: runs, configuration: Toy.configuration())
    run.unlock()
    for path in [runs, run.path] { chmod(path, 0o555) }
    chmod(run.path(of: .lock), 0o444)
    defer { for path in [runs, run.path] { chmod(path, 0o755) } }
    let path = runs
    // The superuser may write everywhere, so the tests' process steps down first where it is one.
    await #expect(processExitsWith: .exitCode(73)) { [path = path as String] in
      if geteuid() == 0 { seteuid(65534) }
      let errors = [
        inputError { () throws(InputError) in
          _ = try RunFolder.create(in: path, configuration: Toy.configuration(name: "b"))
        },
        inputError { () throws(InputError) in _ = try RunFolder.reopen(path + "/toy") },
      ]
      guard errors.allSatisfy({ $0?.found == "Permission denied" && $0?.path?.hasPrefix(path) == true }) else {
        print(errors)
        exit(1)
      }
      exit(errors[0]?.kind == errors[1]?.kind ? errors[0]?.kind.exitCode ?? 1 : 1)
    }
  }

  @Test func aReadOnlyRunWhoseLockIsWritableIsNamedBeforeTraining() async throws {
    let run = try RunFolder.create(in: runs, configuration: Toy.configuration())
    run.unlock()
    chmod(run.path, 0o555)
    chmod(run.path(of: .lock), 0o666)
    defer { chmod(run.path, 0o755) }
    let path = run.path
    await #expect(processExitsWith: .exitCode(73)) { [path = path as String] in
      if geteuid() == 0 { seteuid(65534) }
      exit(inputError { () throws(InputError) in _ = try RunFolder.reopen(path) }?.kind.exitCode ?? 1)
    }
  }

  @Test func reopeningChangesWhatMayChange() throws {
    try RunFolder.create(in: runs, configuration: Toy.configuration()).unlock()
    let run = try RunFolder.reopen(runs + "/toy/") {
      $0.recipe.epochs = 8
      $0.threads = 2
    }
    #expect(run.configuration.recipe.epochs == 8)
    #expect(run.path == runs + "/toy")
    #expect(try RunFolder.configuration(at: run.path) == run.configuration)
  }

  @Test func reopeningRefusesAnotherConfigurationAndKeepsTheOld() throws {
    try RunFolder.create(in: runs, configuration: Toy.configuration()).unlock()
    let error = inputError { () throws(InputError) in _ = try RunFolder.reopen(runs + "/toy") { $0.recipe.seed = 8 } }
    #expect(error?.expected == "--seed 7")
    #expect(error?.found == "--seed 8")
    #expect(try RunFolder.configuration(at: runs + "/toy").recipe.seed == 7)
  }

  @Test func aRunInUseIsNotReopened() throws {
    let run = try RunFolder.create(in: runs, configuration: Toy.configuration())
    let error = inputError { () throws(InputError) in _ = try RunFolder.reopen(run.path) }
    #expect(error?.what == "the run is in use")
    run.unlock()
  }

  @Test func whatIsNoRunIsNamed() throws {
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder.file("file")))
    try FileManager.default.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: true)
    for (name, what) in [
      ("nothing", "there is no such run"), ("file", "the run is not a folder"),
      ("empty", "the folder holds no run: it has no configuration.json"),
    ] {
      let error = inputError { () throws(InputError) in _ = try RunFolder.reopen(folder.file(name)) }
      #expect(error?.kind == .missing)
      #expect(error?.what == what)
    }
    #expect(RunPath.entries(of: folder.file("empty")) == [])
  }

  @Test(arguments: ["", "{", "{}", "null", "{\"dataset\": \"mnist\"}", "\u{FEFF}"])
  func aDamagedConfigurationIsNamed(_ text: String) throws {
    try RunFolder.create(in: runs, configuration: Toy.configuration()).unlock()
    let file = runs + "/toy/configuration.json"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let error = inputError { () throws(InputError) in _ = try RunFolder.reopen(runs + "/toy") }
    #expect(error?.kind == .malformed)
    #expect(error?.path == file)
  }

  @Test func aRunWithoutWeightsSaysSo() throws {
    try RunFolder.create(in: runs, configuration: Toy.configuration()).unlock()
    let error = inputError { () throws(InputError) in _ = try RunFolder.weights(.best, at: runs + "/toy") }
    #expect(error?.kind == .missing)
    #expect(error?.what == "the run has saved no weights yet")
    #expect(
      inputError { () throws(InputError) in _ = try RunFolder.weights(at: runs + "/none") }?.what
        == "there is no such run")
  }

  @Test func runsAreLocatedByNameAndByPath() throws {
    let run = try RunFolder.create(in: runs, configuration: Toy.configuration())
    #expect(RunFolder.locate("toy", in: runs) == run.path)
    #expect(RunFolder.locate("toy", in: runs + "/") == run.path)
    #expect(RunFolder.locate(run.path, in: "runs") == run.path)
    #expect(RunFolder.locate("other", in: runs) == runs + "/other")
    run.unlock()
  }

  @Test(arguments: [
    ("/", "name", "/name"), ("runs", "a", "runs/a"), ("runs//", "a", "runs/a"), ("/a/b/", "c", "/a/b/c"),
  ])
  func pathsAreJoined(_ folder: String, _ name: String, _ expected: String) {
    #expect(RunPath.join(folder, name) == expected)
    #expect(RunPath.name(of: expected + "/") == name)
  }
}
