import ArgumentParser

extension ParsableArguments {
  /// Refuses options and arguments that were given without a path: put before a name, an empty one means the root.
  func requirePaths(_ paths: (option: String, path: String?)...) throws {
    for (option, path) in paths where path?.isEmpty == true {
      throw ValidationError("\(option) is empty: give a name or a path ('.' is the folder you are in).")
    }
  }
}
