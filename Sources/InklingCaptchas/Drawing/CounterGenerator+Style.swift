import InklingRandomness

extension CounterGenerator {
  /// A number in `-most...most`.
  mutating func either(_ most: Double) -> Float { Float(most) * (2 * uniform() - 1) }

  /// A number in `low...high`.
  mutating func between(_ low: Double, _ high: Double) -> Float { Float(low) + Float(high - low) * uniform() }

  /// True as often as `probability` says.
  mutating func chance(_ probability: Double) -> Bool { uniform() < Float(probability) }

  /// A whole number around `mean`, as far from it as `spread` of it; parts of one by chance.
  mutating func count(_ mean: Double, spread: Double) -> Int {
    let wanted = Float(mean) * (1 + either(spread))
    return Int(wanted + uniform())
  }
}
