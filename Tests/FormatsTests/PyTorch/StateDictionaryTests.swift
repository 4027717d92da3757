import Testing

@testable import InklingFormats

struct StateDictionaryTests {
  @Test(arguments: [
    (["module.a", "module.b"], "module."), (["module._orig_mod.model.a"], "module._orig_mod.model."),
    (["module.a", "b"], ""), (["module."], ""), ([], ""), (["modular.a"], ""),
    (["_orig_mod.module.a"], "_orig_mod.module."),
  ])
  func commonPrefix(_ names: [String], _ prefix: String) {
    #expect(StateDictionary.commonPrefix(of: names) == prefix)
  }
}
