public import ArgumentParser
import InklingTraining

extension WeightsChoice: ExpressibleByArgument {
  /// What the option `--weights` says of itself.
  static let help = ArgumentHelp(
    "The weights of the best epoch (by the held-out images, or else the training loss), or the last ones. (default: "
      + "those that the run ended with)")
}
