import InklingFiles

extension DocumentFaults {
  /// The same faults, each at the setting that has made it: a key may be right where it stands, and wrong beside another.
  ///
  /// - Parameters:
  ///   - settings: what was put over the document, in this order.
  ///   - check: what is wrong with the document under so many of the settings.
  func blamed(on settings: [RecipeSetting], check: ([RecipeSetting]) -> DocumentFaults) -> DocumentFaults {
    guard settings.contains(where: \.isCommandLine), all.contains(where: { !$0.place.isCommandLine }) else {
      return self
    }
    let before = (0..<settings.count).map { check(Array(settings.prefix($0))).all }
    let blamed = DocumentFaults()
    for fault in all {
      let had = before.map { $0.contains { $0.keyPath == fault.keyPath && $0.problem == fault.problem } }
      let culprit = had.lastIndex(of: false).map { settings[$0] }
      guard !fault.place.isCommandLine, had.first == false, let culprit, culprit.isCommandLine else {
        blamed.add(fault)
        continue
      }
      blamed.add(fault.at(culprit.value.place))
    }
    return blamed
  }
}

extension DocumentFault {
  /// What is wrong, without the numbers, which depend on other keys.
  fileprivate var problem: Substring { sentence.prefix { $0 != ":" } }
}
