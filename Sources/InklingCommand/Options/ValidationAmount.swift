import ArgumentParser
import Datasets
import Training

/// How much is held out, on the command line: a number of images ("5000"), or a share ("0.1").
struct ValidationAmount: ExpressibleByArgument {
  let size: ValidationSplit.Size

  init?(argument: String) {
    if let count = Int(argument) {
      size = .count(count)
    } else if let share = Double(argument) {
      size = .share(share)
    } else {
      return nil
    }
  }
}

extension ValidationPlan.Monitor: ExpressibleByArgument {}
extension ValidationPlan.Selection: ExpressibleByArgument {}
