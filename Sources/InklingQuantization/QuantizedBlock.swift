import InklingEngine
import InklingIntegerKernels

/// Sixteen images on their way through a program, in one thread's memory.
struct QuantizedBlock {
  private let program: QuantizedProgram
  private let memory: AlignedMemory

  init(_ program: QuantizedProgram) {
    self.program = program
    memory = AlignedMemory(bytes: program.arenaBytes)
  }

  private func start(_ slot: Int) -> UnsafeMutableRawPointer { memory.start + program.slots[slot].offset }
  private func bytes(_ slot: Int) -> UnsafeMutablePointer<UInt8> { start(slot).assumingMemoryBound(to: UInt8.self) }
  private func floats(_ slot: Int) -> UnsafeMutablePointer<Float> { start(slot).assumingMemoryBound(to: Float.self) }

  /// Answers to up to sixteen images.
  ///
  /// - Parameters:
  ///   - images: the first image's bytes; the others lie behind.
  ///   - outputs: `[count][outputs]`.
  func run(_ images: UnsafePointer<UInt8>, count: Int, _ outputs: UnsafeMutablePointer<Float>) {
    for step in program.steps {
      switch step {
      case .gather(let to): gather(images, count, to)
      case .lookup(let tables, let plane, let from, let to): look(tables, plane, from, to)
      case .layer(let layer, let from, let to, let scratch):
        layer.run(program.kernels, start(from), start(to), start(scratch))
      case .largest(let pooling, let from, let to): pooling.largest(bytes(from), bytes(to))
      case .normalize(let normalization, let from, let to): normalization.run(bytes(from), bytes(to))
      case .node(let node, let from, let to):
        for lane in 0..<count {
          write(program.operations.value(node, from.map { value($0, lane) }), to, lane)
        }
      }
    }
    guard let last = program.places[program.model.graph.output] else { return }
    let slot = program.slots[last]
    for lane in 0..<count {
      let row = outputs + lane * slot.elements
      switch slot.form {
      case .numbers: for i in 0..<slot.elements { row[i] = floats(last)[i * 16 + lane] }
      case .bytes(let range): for i in 0..<slot.elements { row[i] = range.number(bytes(last)[i * 16 + lane]) }
      }
    }
  }

  /// Empty lanes repeat the first image.
  private func gather(_ images: UnsafePointer<UInt8>, _ count: Int, _ to: Int) {
    let size = program.model.graph.inputShape.count
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>?.self, capacity: 16) { rows in
      for lane in 0..<16 { rows[lane] = images + (lane < count ? lane : 0) * size }
      integer_gather(bytes(to), rows.baseAddress, Int64(size))
    }
  }

  private func look(_ tables: [[UInt8]], _ plane: Int, _ from: Int, _ to: Int) {
    let (source, target, size) = (bytes(from), bytes(to), plane * 16)
    for (channel, table) in tables.enumerated() {
      table.withUnsafeBufferPointer { table in
        let (source, target) = (source + channel * size, target + channel * size)
        // The fast kernel takes whole registers.
        let whole = size / 64 * 64
        program.kernels.lookup(target, source, Int64(whole), table.baseAddress)
        if whole < size { integer_lookup(target + whole, source + whole, Int64(size - whole), table.baseAddress) }
      }
    }
  }

  private func value(_ slot: Int, _ lane: Int) -> QuantizedValue {
    let elements = 0..<program.slots[slot].elements
    switch program.slots[slot].form {
    case .numbers: return .numbers(elements.map { floats(slot)[$0 * 16 + lane] })
    case .bytes(let range): return .bytes(elements.map { bytes(slot)[$0 * 16 + lane] }, range)
    }
  }

  private func write(_ value: QuantizedValue, _ slot: Int, _ lane: Int) {
    switch value {
    case .numbers(let numbers): for (i, number) in numbers.enumerated() { floats(slot)[i * 16 + lane] = number }
    case .bytes(let all, _): for (i, byte) in all.enumerated() { bytes(slot)[i * 16 + lane] = byte }
    }
  }
}
