/// A node's value, or the gradient by it, that a program writes out: a row for each image of the batch.
struct Observation: Sendable, Hashable {
  let node: Int
  let isGradient: Bool
}
