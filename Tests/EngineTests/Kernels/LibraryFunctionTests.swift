#if os(Linux)
  import Foundation
  import InklingTestSupport
  import Testing

  /// Weights, data and reported numbers are the same on every machine, so no room may call what the C library computes
  /// with an error of its own: sines, exponentials, powers. Sums, products, roots and rounding are IEEE 754's.
  @Suite(.enabled(if: ObjectFiles.areToolsThere, "needs nm and objdump (binutils)"))
  struct LibraryFunctionTests {
    /// Every folder of Sources that is a target with code of its own.
    static let rooms: [String] = {
      let folder = Goldens.packageRoot + "/Sources"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { (try? ObjectFiles(module: $0)) != nil }.sorted()
    }()

    @Test func theRoomsAreFound() {
      for room in ["Command", "Datasets", "Engine", "Files", "Images", "Measuring", "Randomness", "Training"] {
        #expect(Self.rooms.contains("Inkling\(room)"))
      }
    }

    @Test(arguments: rooms) func noneIsCalled(room: String) throws {
      let called = try ObjectFiles(module: room).undefinedSymbols().filter(Self.isInexact)
      #expect(called.sorted() == [], "\(room) calls them; take Mathematics' functions")
    }

    /// The check sees a call where there is one: in the tests, which hold ours against the C library's.
    @Test func callsAreSeen() throws {
      #expect(try ObjectFiles(module: "EngineTests").undefinedSymbols().contains { Self.isInexact($0) })
    }

    @Test(arguments: [
      ("exp", true), ("expf", true), ("cosl", true), ("_ZGVdN4v_exp", true), ("__pow_finite", true), ("erfc", true),
      ("log1p", true), ("sincosf", true), ("sqrt", false), ("floor", false), ("fma", false), ("fmod", false),
      ("exit", false), ("$s4main3expyS2dF", false), ("_exit", false), ("expo", false),
    ])
    func namesAreTold(name: String, expected: Bool) { #expect(Self.isInexact(name) == expected) }

    private static let inexact: Set<String> = [
      "sin", "cos", "tan", "sincos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
      "sinpi", "cospi", "tanpi", "exp", "exp2", "exp10", "pow10", "expm1", "log", "log2", "log10", "log1p", "pow",
      "cbrt",
      "hypot", "erf", "erfc", "tgamma", "lgamma", "gamma", "j0", "j1", "jn", "y0", "y1", "yn",
    ]

    /// Whether a symbol is one of them: for another type ("expf"), checked ("__exp_finite") or for vectors
    /// ("_ZGVdN4v_exp").
    private static func isInexact(_ symbol: String) -> Bool {
      var name = symbol
      if name.hasPrefix("_ZGV"), let start = name.dropFirst(4).firstIndex(of: "_") {
        name = String(name[name.index(after: start)...])
      }
      if name.hasPrefix("__"), name.hasSuffix("_finite") { name = String(name.dropFirst(2).dropLast(7)) }
      return inexact.contains(name)
        || (name.hasSuffix("f") || name.hasSuffix("l")) && inexact.contains(String(name.dropLast()))
    }
  }
#endif
