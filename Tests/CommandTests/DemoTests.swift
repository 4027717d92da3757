import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// `Scripts/demo --quick` in a folder of its own, where the command is the one that was built with the tests, and no
  /// download succeeds.
  @Suite struct DemoTests {
    private let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox(nil)
      for folder in ["Scripts", "bin", ".build/release"] {
        try FileManager.default.createDirectory(atPath: sandbox.file(folder), withIntermediateDirectories: true)
      }
      try FileManager.default.copyItem(
        atPath: Goldens.packageRoot + "/Scripts/demo", toPath: sandbox.file("Scripts/demo"))
      try FileManager.default.createSymbolicLink(
        atPath: sandbox.file(".build/release/inkling"), withDestinationPath: RunningCommand.executable)
      try sandbox.write(Array("#!/bin/sh\nexit 6\n".utf8), to: "bin/curl")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: sandbox.file("bin/curl"))
    }

    private func demo() throws -> CommandResult {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      let result = try sandbox.shell("Scripts/demo --quick", environment: ["PATH": sandbox.file("bin") + ":" + path])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.components(separatedBy: "answer  ").count == 5)
      #expect(sandbox.entries("runs").count == 1)
      return result
    }

    @Test func withoutMNISTItFollowsTheRecipeOfTheDrawnDigitsAndSaysSo() throws {
      let result = try demo()
      #expect(result.errors.contains("MNIST IS NEITHER ON DISK NOR TO BE DOWNLOADED"))
      #expect(result.errors.contains("data     strokes, 12,000") && result.errors.contains("model    custom"))
      #expect(result.output.contains("on drawn digits"))
    }

    @Test func withMNISTItIsTheClassicJob() throws {
      try TinyDataset.digits.write(to: sandbox.file("datasets/mnist"))
      let result = try demo()
      #expect(!result.errors.contains("NOR TO BE DOWNLOADED") && !result.output.contains("on drawn digits"))
      #expect(result.errors.contains("data     mnist, 320") && result.errors.contains("model    lenet"))
    }
  }
}
