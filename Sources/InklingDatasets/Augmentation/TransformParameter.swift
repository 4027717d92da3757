import InklingFiles

/// A parameter of a transform: its key in a file, its range, and where it lies in the transform.
public struct TransformParameter<Transform>: Sendable {
  /// How a value is written.
  public enum Form: Sendable {
    /// One number: any, a whole one, or an odd whole one.
    case number, wholeNumber, oddNumber
    /// Two numbers in rising order, or one number d for -d ... d.
    case span
    /// Two numbers in rising order, or one number for both.
    case interval
    /// Two numbers (x, y), or one number for both.
    case pair
    /// Two factors in rising order, or one number b for max(0, 1 - b) ... 1 + b.
    case factor
  }

  /// The key in a file: "degrees".
  public let name: String
  /// How its value is written.
  public let form: Form
  /// What each number of the value must lie in.
  public let range: ClosedRange<Double>
  let get: @Sendable (Transform) -> [Double]
  let set: @Sendable (inout Transform, [Double]) -> Void

  typealias Path<Value> = WritableKeyPath<Transform, Value> & Sendable

  static func number(_ name: String, _ path: any Path<Double>, in range: ClosedRange<Double>) -> Self {
    Self(name: name, form: .number, range: range, get: { [$0[keyPath: path]] }, set: { $0[keyPath: path] = $1[0] })
  }

  static func wholeNumber(
    _ name: String, _ path: any Path<Int>, in range: ClosedRange<Double>, odd: Bool = false
  ) -> Self {
    Self(
      name: name, form: odd ? .oddNumber : .wholeNumber, range: range, get: { [Double($0[keyPath: path])] },
      set: { $0[keyPath: path] = Int($1[0]) })
  }

  /// - Parameter form: `.span`, `.interval` or `.factor`.
  static func range(
    _ name: String, _ form: Form, _ path: any Path<ClosedRange<Double>>, in range: ClosedRange<Double>
  ) -> Self {
    Self(
      name: name, form: form, range: range,
      get: { [$0[keyPath: path].lowerBound, $0[keyPath: path].upperBound] },
      set: { $0[keyPath: path] = $1[0]...$1[1] })
  }

  static func pair(_ name: String, _ path: any Path<SIMD2<Double>>, in range: ClosedRange<Double>) -> Self {
    Self(
      name: name, form: .pair, range: range, get: { [$0[keyPath: path].x, $0[keyPath: path].y] },
      set: { $0[keyPath: path] = SIMD2($1[0], $1[1]) })
  }
}

extension TransformParameter where Transform: ImageTransform {
  static var probability: Self { number("p", \.probability, in: 0...1) }
}

extension TransformParameter {
  /// What may stand there, in words.
  public var expected: String {
    let limits = "from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    switch form {
    case .number: return "a number \(limits)"
    case .wholeNumber: return "a whole number \(limits)"
    case .oddNumber: return "an odd number \(limits)"
    case .span: return "two numbers in rising order \(limits), or one number d for -d to d"
    case .interval: return "two numbers in rising order \(limits), or one number for both"
    case .pair: return "two numbers \(limits), or one number for both"
    case .factor: return "two numbers in rising order \(limits), or one number b for 1 - b to 1 + b"
    }
  }

  /// All numbers of the value, for what was given in short; nil for a wrong number of numbers, or one out of range.
  func completed(_ given: [Double]) -> [Double]? {
    var values = given
    if let one = given.first, given.count == 1 {
      switch form {
      case .number, .wholeNumber, .oddNumber: break
      case .span: values = [-one, one]
      case .interval, .pair: values = [one, one]
      case .factor: values = [max(0, 1 - one), 1 + one]
      }
    }
    return fits(values) ? values : nil
  }

  /// - Throws: `InputError` of kind `.malformed` for a value that Swift code gave out of range.
  func check(_ values: [Double], of transform: String) throws(InputError) {
    guard !fits(values) else { return }
    let texts = values.map(Self.text)
    throw InputError(
      .malformed, "\(transform).\(name) of the augmentation is out of range", expected: expected,
      found: texts.count == 1 ? texts[0] : "[" + texts.joined(separator: ", ") + "]")
  }

  private func fits(_ values: [Double]) -> Bool {
    guard values.allSatisfy({ range.contains($0) }) else { return false }
    switch form {
    case .number: return values.count == 1
    case .wholeNumber: return values.count == 1 && values[0] == values[0].rounded()
    case .oddNumber: return values.count == 1 && values[0] == values[0].rounded() && Int(values[0]) % 2 == 1
    case .pair: return values.count == 2
    case .span, .interval, .factor: return values.count == 2 && values[0] <= values[1]
    }
  }

  private static func text(_ number: Double) -> String {
    number.magnitude < 1e9 && number == number.rounded() ? "\(Int(number))" : "\(number)"
  }
}
