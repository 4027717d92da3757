public import ArgumentParser
import InklingFiles
import InklingTraining

/// How much is held out, on the command line: a number of images ("5000"), a share ("0.1"), or "none". The recipe's reader
/// says which are possible.
struct ValidationAmount: ExplainedValue {
  static let form = "a number of images such as 5000, a share such as 0.1, or none"
  let node: DocumentNode

  init?(argument: String) {
    if let count = Int(argument) {
      node = .number(count)
    } else if let share = Double(argument) {
      node = .number(share)
    } else if argument == "none" {
      node = .text(argument)
    } else {
      return nil
    }
  }
}

extension ValidationPlan.Selection: ExpressibleByArgument {}
