public import InklingEngine
public import InklingFiles

extension ModelSpecification {
  /// A model that comes with the program, or one in a YAML file.
  ///
  /// - Throws: `InputError`: `.usage` for an unknown name, `.missing` for a file that is not there, `.malformed` with the
  ///   key and the line for what is wrong in it.
  public static func load(_ source: String) throws(InputError) -> ModelSpecification {
    if let model = named(source) { return model }
    if let model = try reader(named: source) { return model }
    guard source.contains("/") || source.hasSuffix(".yaml") || source.hasSuffix(".yml") || source.hasSuffix(".json")
    else {
      let names = builtIns.map(\.name) + readers
      throw InputError(
        .usage, "unknown model", expected: "one of \(names.joined(separator: ", ")), or a YAML file", found: source,
        remedy: NearestName.of(source, among: names).map { "did you mean \($0)?" })
    }
    let faults = DocumentFaults()
    let file = source.split(separator: "/").last ?? "model"
    let model = ModelSpecification(
      reading: try YAMLDocument.read(source), path: "", name: String(file.prefix { $0 != "." }), faults: faults)
    try faults.throwIfAny(in: "the model", path: source)
    return model
  }

  /// Recipes whose networks read texts: these have no name but their recipe's.
  package static let readers = ["sequence", "captcha", "captcha-ctc", "captcha-small"]

  private static func reader(named name: String) throws(InputError) -> ModelSpecification? {
    guard readers.contains(name), var model = try Recipe.load(name).model else { return nil }
    model.name = name
    return model
  }
}
