#if arch(x86_64) && os(Linux)
  import Foundation
  import Testing

  /// The kernels of one instruction set must not leak into code that runs on machines without it.
  ///
  /// A function that several modules instantiate (a generic of the standard library, a thunk of the compiler's) is
  /// emitted by each of them under one name, and the linker keeps any one copy for all. If it keeps a copy that was
  /// compiled for AVX-512, everybody runs it. So of all functions that the kernels' object files share by name, none may
  /// hold an instruction that not every x86-64 machine has.
  @Suite(.enabled(if: ObjectFiles.areToolsThere, "needs nm and objdump (binutils)"))
  struct SharedSymbolTests {
    @Test(arguments: ["InklingKernelsAVX2", "InklingKernelsAVX512"])
    func holdBaselineInstructionsOnly(module: String) throws {
      let files = try ObjectFiles(module: module)
      for function in try files.functions()
      where function.isShared && !Self.isOwn(function.name, module) {
        #expect(function.beyondBaseline == [], "\(function.name) in \(function.file)")
      }
    }

    /// Whether the module is in a mangled name. A name that holds the word "Inkling" before abbreviates it.
    private static func isOwn(_ name: String, _ module: String) -> Bool {
      let rest = module.dropFirst("Inkling".count)
      return name.contains("\(module.utf8.count)\(module)") || name.contains("0A\(rest.utf8.count)\(rest)")
    }

    /// The check sees vector code where there is some: in the module's own functions.
    @Test(arguments: [("InklingKernelsAVX2", "ymm"), ("InklingKernelsAVX512", "zmm")])
    func vectorCodeIsRecognised(module: String, register: String) throws {
      let own = try ObjectFiles(module: module).functions().filter { Self.isOwn($0.name, module) }
      #expect(own.contains { $0.beyondBaseline.contains { $0.contains(register) } })
      #expect(own.contains { $0.isShared })
    }

    /// The portable kernels run everywhere.
    @Test func portableKernelsHoldBaselineInstructionsOnly() throws {
      let functions = try ObjectFiles(module: "InklingKernelsPortable").functions()
      #expect(functions.count > 50)
      for function in functions { #expect(function.beyondBaseline == [], "\(function.name) in \(function.file)") }
    }

    @Test(arguments: [
      ("vmovups %zmm0,(%rax)", true), ("vzeroupper", true), ("shlx %rax,%rbx,%rcx", true),
      ("movaps %xmm0,%xmm1", false),
      ("andn %eax,%ebx,%ecx", true), ("sar $0x20,%rdx", false), ("blsr %eax,%ebx", true), ("popcnt %eax,%ebx", true),
      ("pshufb %xmm1,%xmm0", true), ("andnps %xmm0,%xmm1", false), ("mulps %xmm0,%xmm1", false), ("verr %ax", false),
      ("mulx %rax,%rbx,%rcx", true), ("kmovw %k1,%eax", true), ("tzcnt %eax,%ebx", true),
      ("rep stos %al,%es:(%rdi)", false),
    ])
    func instructionsBeyondTheBaseline(instruction: String, expected: Bool) {
      #expect(ObjectFiles.isBeyondBaseline(instruction) == expected)
    }
  }
#endif
