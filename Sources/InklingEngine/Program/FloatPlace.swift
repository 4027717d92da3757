/// Where numbers lie that all blocks read: one a channel, or a layer's weights.
struct FloatPlace: Sendable {
  enum Memory: Sendable {
    /// The parameters themselves.
    case weights
    /// What is made from them whenever they change.
    case derived
    /// What the reductions of this batch made.
    case shared
  }

  let memory: Memory
  /// Floats from that memory's start.
  let offset: Int

  @inline(__always)
  func address(_ context: borrowing BlockContext) -> UnsafePointer<Float> {
    switch memory {
    case .weights: UnsafePointer(context.weights + offset)
    case .derived: UnsafePointer(context.derived + offset)
    case .shared: UnsafePointer(context.shared + offset)
    }
  }

  static func + (place: FloatPlace, distance: Int) -> FloatPlace {
    FloatPlace(memory: place.memory, offset: place.offset + distance)
  }
}

extension ProgramBuilder.Slot {
  var place: FloatPlace { FloatPlace(memory: .weights, offset: offset) }
}
