import ArgumentParser
import InklingTraining

/// Families of views on the command line: "shifts", "shifts,rotations".
struct ViewsChoice: ExpressibleByArgument {
  let views: [EvaluationView]

  static let names = EvaluationView.Family.allCases.map(\.rawValue)
  static let none = ViewsChoice(views: [.identity])

  init(views: [EvaluationView]) { self.views = views }

  init?(argument: String) {
    let names = argument.lowercased().split(separator: ",", omittingEmptySubsequences: false)
    let families = names.compactMap { EvaluationView.Family(rawValue: String($0)) }
    guard families.count == names.count else { return nil }
    views = EvaluationView.views(of: families)
  }

  /// What `inkling evaluate` is given for these families.
  static func options(_ families: [EvaluationView.Family]) -> [String] {
    families.isEmpty ? [] : ["--tta", families.map(\.rawValue).joined(separator: ",")]
  }

  var defaultValueDescription: String { EvaluationView.Family.none.rawValue }
}
