public import ArgumentParser
import InklingFiles
import InklingTraining

/// How much is held out, on the command line: a number of images ("5000"), or a share ("0.1"). The recipe's reader says
/// which are possible.
struct ValidationAmount: ExpressibleByArgument {
  let node: DocumentNode

  init?(argument: String) {
    if let count = Int(argument) {
      node = .number(count)
    } else if let share = Double(argument) {
      node = .number(share)
    } else {
      return nil
    }
  }
}

extension ValidationPlan.Selection: ExpressibleByArgument {}
