/// Layers one after the other, each under a name of its own: what a PyTorch module with such properties would be.
struct NamedLayers: Layer, CustomReflectable {
  let layers: [(name: String, layer: any Layer)]

  func callAsFunction(_ x: Tensor) -> Tensor { layers.reduce(x) { $1.layer($0) } }

  /// Names of parameters are found by reflection.
  var customMirror: Mirror { Mirror(self, children: layers.map { (label: $0.name, value: $0.layer as Any) }) }
}

/// `x + body(x)`, or `projection(x) + body(x)` (He, Zhang, Ren and Sun, "Deep residual learning for image
/// recognition", 2016).
struct ResidualLayers: Layer, CustomReflectable {
  let body: NamedLayers
  /// Nil where the body keeps the shape.
  let projection: (any Layer)?

  func callAsFunction(_ x: Tensor) -> Tensor { (projection?(x) ?? x) + body(x) }

  var customMirror: Mirror {
    let children = body.layers.map { (label: $0.name, value: $0.layer as Any) }
    return Mirror(self, children: children + (projection.map { [(label: "projection", value: $0 as Any)] } ?? []))
  }
}

/// The results of all branches along the channels; their names are branch1, branch2 and so on.
struct ConcatenatedBranches: Layer, CustomReflectable {
  let branches: [NamedLayers]

  func callAsFunction(_ x: Tensor) -> Tensor { concatenate(branches.map { $0(x) }) }

  var customMirror: Mirror {
    Mirror(self, children: branches.enumerated().map { (label: "branch\($0 + 1)", value: $1 as Any) })
  }
}

/// The mean of each channel, as features `[C]`.
struct GlobalAveragePool: Layer {
  let identity = LayerIdentity()

  func callAsFunction(_ x: Tensor) -> Tensor {
    guard x.shape.isImage else { return x }
    return globalAveragePool(x).flattened()
  }
}
