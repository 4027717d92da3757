public import ArgumentParser
import InklingDatasets

extension ImageShift: ExpressibleByArgument {
  /// All of them, as a person reads them.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
