import ArgumentParser
import InklingFiles
import Testing

@testable import InklingCommand

@Suite struct RepeatedOptionsTests {
  private func fault(_ line: String, of command: any ParsableCommand.Type) -> String? {
    do {
      try RepeatedOptions.refuse(in: line.split(separator: " ").map(String.init), of: command)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("train --seed 3 --seed 4", "--seed is given twice: expected one value, found 3 and 4; leave one of them out."),
    (
      "train --seed=3 --json --seed 3",
      "--seed is given twice: expected one value, found 3 and 3; leave one of them out."
    ),
    (
      "train --name a --epochs 3 --name b",
      "--name is given twice: expected one value, found a and b; leave one of them out."
    ),
    (
      "train --learning-rate -1 --learning-rate --seed",
      "--learning-rate is given twice: expected one value, found -1 and --seed; leave one of them out."
    ),
  ])
  func twoValuesAreRefused(line: String, sentence: String) {
    #expect(fault(line, of: TrainCommand.self) == sentence)
  }

  @Test func aShortNameIsTheLongOne() {
    #expect(fault("export a -o b --output c", of: ExportCommand.self)?.hasPrefix("--output is given twice") == true)
    #expect(fault("export a -o b --format c", of: ExportCommand.self) == nil)
  }

  /// Options that take several values, flags, and what is no option.
  @Test(arguments: [
    "train --set a=1 --set b=2", "train --freeze a --freeze b", "train --json --json", "train --set --seed --seed 3",
    "train --seed 3 -- --seed --seed", "train",
  ])
  func allElseIsTaken(line: String) { #expect(fault(line, of: TrainCommand.self) == nil) }
}
