extension Elementary {
  /// Sine and cosine of an angle in degrees; exact for multiples of 90.
  package static func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
    let quarters = (degrees / 90).rounded()
    let x = (degrees - 90 * quarters) * 0.017_453_292_519_943_295
    let (sine, cosine) = (x * series(x * x, first: 2), series(x * x, first: 1))
    switch ((Int(quarters) % 4) + 4) % 4 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// 1 - z / (n (n + 1)) (1 - z / ((n + 2) (n + 3)) (1 - ...)) for z below 0.62.
  private static func series(_ z: Double, first: Double) -> Double {
    var sum = 1.0
    var n = first + 16
    while n >= first {
      sum = 1 - z / (n * (n + 1)) * sum
      n -= 2
    }
    return sum
  }

  /// cos(π x): 1 - 2 sin²(π x / 2), the sine by its series up to the 21st power.
  package static func cosine(ofPiTimes x: Double) -> Double {
    let turn = x.magnitude.truncatingRemainder(dividingBy: 2)
    let half = Double.pi / 2 * (turn > 1 ? 2 - turn : turn)
    let square = half * half
    var sum = 1.0
    for order in stride(from: 20, through: 2, by: -2) { sum = 1 - square / Double(order * (order + 1)) * sum }
    let sine = half * sum
    return 1 - 2 * sine * sine
  }
}
