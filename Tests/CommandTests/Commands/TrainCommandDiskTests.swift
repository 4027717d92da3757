import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Disks that are full, and folders that may not be written.
  @Suite struct TrainCommandDiskTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    @Test func aFullDiskStopsTheRunAndSparesWhatWasSaved() throws {
      let straight = try sandbox.train(["--name", "straight"], epochs: 3).json()["weights_sha256"]
      #expect(try sandbox.train(["--name", "full"], epochs: 1).status == 0)
      let weights = try sandbox.bytes("runs/full/weights-last.safetensors")
      // At most 51,200 or 102,400 bytes a file, depending on the shell; the weights have 178,512.
      let result = try sandbox.shell("ulimit -f 100; inkling train --resume full --data data --epochs 3")
      #expect(result.status == 74)
      #expect(result.lastError.contains("the file cannot be written in runs/full/"), "\(result.errors)")
      #expect(try sandbox.bytes("runs/full/weights-last.safetensors").elementsEqual(weights))
      #expect(sandbox.entries("runs/full").allSatisfy { !$0.hasSuffix(".partial") })
      let resumed = try sandbox.run(["train", "--resume", "full", "--data", "data", "--json"])
      #expect(resumed.status == 0)
      #expect(try resumed.json()["weights_sha256"] == straight)
    }

    @Test func standardOutputThatCannotBeWrittenIsAnError() throws {
      guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
      let result = try sandbox.shell("inkling summary > /dev/full")
      #expect(result.status == 74)
      #expect(result.lastError.contains("standard output cannot be written"))
    }

    @Test(arguments: [
      "--help", "--version", "train --help", "help data", "--generate-completion-script bash", "recipes --json",
      "recipes", "data --list", "summary --json", "train --data data --epochs 1 --json",
    ])
    func noResultIsLostWithoutAWord(command: String) throws {
      guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
      let result = try sandbox.shell("inkling \(command) > /dev/full")
      #expect(result.status == 74)
      #expect(result.lastError.contains("standard output cannot be written"))
    }

    /// No file of the run gets a closed stream's number, and its text.
    @Test(arguments: [(">&-", 74), ("2>&-", 0), (">&- 2>&-", 74), ("<&- >&- 2>&-", 74)])
    func aClosedStreamIsNoFileOfTheRun(closing: String, status: Int32) throws {
      let result = try sandbox.shell("inkling train --data data --epochs 1 --name a --json \(closing)")
      #expect(result.status == status)
      #expect(sandbox.exists("runs/a/report.json"))
      for name in sandbox.entries("runs/a") where name.hasPrefix("lock") {
        let text = String(decoding: try sandbox.bytes("runs/a/" + name), as: UTF8.self)
        #expect(!text.contains("epoch") && !text.contains("{"), "\(name): \(text)")
      }
    }

    @Test func aReaderThatGoesAwayEndsItQuietly() throws {
      // The reader has ended long before there is something to read.
      let result = try sandbox.shell("{ inkling data --data data; echo $? > status; } | true")
      #expect(result.errors.isEmpty)
      #expect(try sandbox.bytes("status") == Array("141\n".utf8))
      // Progress that nobody reads does not stop a training.
      let training = try sandbox.shell("inkling train --data data --epochs 2 --json 2>&1 >out.json | head -n 1")
      #expect(training.status == 0)
      #expect(try sandbox.bytes("out.json").first == UInt8(ascii: "{"))
    }

    @Test func aReadOnlyRunFolderIsRefused() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      let before = sandbox.entries("runs/a")
      let result = try sandbox.shell(
        """
        cp "\(RunningCommand.executable)" ./command; chmod -R a+rX .; chmod 555 runs/a; chmod 444 runs/a/*
        if [ "$(id -u)" = 0 ]; then set -- setpriv --reuid=65534 --regid=65534 --clear-groups; else set --; fi
        "$@" ./command train --resume a --data data --epochs 2
        """)
      #expect(result.status == 73, "\(result.errors)")
      #expect(result.lastError.contains("runs/a"))
      #expect(result.lastError.contains("Permission denied"))
      #expect(sandbox.entries("runs/a") == before)
    }
  }
}
