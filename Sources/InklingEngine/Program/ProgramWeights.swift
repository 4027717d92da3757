/// A program's parameters in the kernels' order, and what is derived from them. Any number of engines may read one copy.
struct ProgramWeights: Sendable {
  let values: AlignedMemory
  let derived: AlignedMemory

  init(values: AlignedMemory, derived: AlignedMemory) { (self.values, self.derived) = (values, derived) }

  /// All zero.
  init(_ program: BlockProgram) {
    values = AlignedMemory(bytes: program.weightCount * 4)
    derived = AlignedMemory(bytes: program.derivedCount * 4)
  }

  /// Makes everything that is derived from the values, after they were set from outside.
  func derive(_ program: BlockProgram) {
    for form in program.derived { form.renewal(program.kernels)(values.floats, derived.floats) }
  }

  var bytes: Int { values.bytes + derived.bytes }
}
