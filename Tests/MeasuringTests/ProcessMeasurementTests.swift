import InklingFiles
import Testing

@testable import InklingMeasuring

@Suite struct ProcessMeasurementTests {
  @Test func whatItPrintsIsKept() throws {
    let run = try ProcessMeasurement.run("/bin/sh", ["-c", "echo one; echo two >&2; sleep 0.05"])
    #expect(run.output == Array("one\n".utf8))
    #expect(run.seconds >= 0.05)
    #expect(run.peakBytes > 100_000 && run.peakBytes < 1 << 40)
  }

  @Test func muchOutputIsReadWhole() throws {
    let run = try ProcessMeasurement.run("/bin/sh", ["-c", "head -c 300000 /dev/zero"])
    #expect(run.output.count == 300_000)
  }

  @Test(arguments: [
    ("exit 65", InputError.Kind.malformed, "exit status 65"), ("exit 3", .failed, "exit status 3"),
    ("kill -9 $$", .failed, "its end by signal 9"),
  ])
  func aBadEndIsAnError(script: String, kind: InputError.Kind, found: String) throws {
    let error = try #require(throws: InputError.self) {
      _ = try ProcessMeasurement.run("/bin/sh", ["-c", script])
    }
    #expect(error.kind == kind && error.found == found)
  }

  @Test func aProgramThatIsNotThereIsAnError() throws {
    let error = try #require(throws: InputError.self) { _ = try ProcessMeasurement.run("/nowhere/at-all", []) }
    #expect(error.kind == .unavailable)
  }
}
