import Testing

@testable import InklingDrawingPage

@Suite struct ModuleBundleTests {
  private static let modules = [
    "main.js":
      "import { two } from \"./parts/two.js\";\nimport * as all from \"./one.js\";\nconsole.log(two(), all.one);\n",
    "parts/two.js": "import { three } from \"./three.js\";\nexport function two() {\n  return three;\n}\n",
    "parts/three.js": "export const three = 3;\nexport class Four {}\n",
    "one.js": "export async function one() {}\n",
  ]

  @Test func whatIsImportedComesFirst() {
    let order = ModuleBundle.order(of: "main.js") { Self.modules[$0] ?? "" }
    #expect(order == ["parts/three.js", "parts/two.js", "one.js", "main.js"])
  }

  @Test func modulesBecomeFunctions() {
    let script = ModuleBundle("main.js") { Self.modules[$0] ?? "" }.script
    #expect(script.contains("const three = 3;\nclass Four {}\nreturn { three, Four };\n})();"))
    #expect(script.contains("const { three } = module0;\nfunction two() {"))
    #expect(script.contains("const all = module2;\nconsole.log(two(), all.one);\nreturn {  };"))
    #expect(script.contains("async function one() {}\nreturn { one };"))
    #expect(!script.contains("import ") && !script.contains("export "))
  }
}
