/// One call of a kernel on one block: what it touches, and how it is bound to memory once that is planned.
package struct Step: Sendable {
  package typealias Work = @Sendable (borrowing BlockContext) -> Void

  /// The call itself. (A function by itself is converted, and a debug build allocates, when it is taken from an array.)
  struct Bound: Sendable { let run: Work }

  package enum Direction: String, Sendable { case forward, backward }

  /// The layer's name and what is done: "conv1 weight gradient".
  package let label: String
  package let direction: Direction
  /// The node whose value is complete when this step is done, if any.
  package let node: Int?
  /// Multiply-adds for one image.
  package let multiplyAdds: Int
  let reads: [Buffer]
  let writes: [Buffer]
  let bind: @Sendable (MemoryPlan) -> Work
}
