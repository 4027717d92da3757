import InklingEngine
import InklingFiles

/// One layer of a Keras model, as its file describes it.
struct KerasLayer {
  /// Its name in its model.
  let name: String
  /// Keras's class: "Conv2D".
  let kind: String
  let config: DocumentNode
  /// Each call of the layer, with the values that it is given.
  let calls: [[KerasReference]]
  let place: KerasPlace
  /// Why it is no layer of Keras's own: "Custom>Foo"; nil where it is.
  let customClass: String?
  let path: String?

  /// What the graph calls it: "backbone.conv2d_1".
  var label: String { place.names.joined(separator: ".") }

  func fault(_ what: String, expected: String? = nil, found: String? = nil, remedy: String? = nil) -> InputError {
    InputError(
      .malformed, "the Keras layer '\(label.prefix(200))' (\(kind.prefix(60))) \(what)", path: path, expected: expected,
      found: found, remedy: remedy)
  }

  /// A value of its configuration; nil where there is none, or null.
  func node(_ key: String) -> DocumentNode? { config[key].flatMap { $0.isNull ? nil : $0 } }

  func int(_ key: String, default standard: Int? = nil, in range: ClosedRange<Int> = 1...(1 << 25)) throws(InputError)
    -> Int
  {
    guard let node = node(key) else {
      if let standard { return standard }
      throw fault("has no \(key)")
    }
    guard let value = node.int, range.contains(value) else {
      throw fault(
        "has a \(key) out of range", expected: "\(range.lowerBound) to \(range.upperBound)", found: node.found)
    }
    return value
  }

  func number(_ key: String, default standard: Double) throws(InputError) -> Double {
    guard let node = node(key) else { return standard }
    guard let value = node.double, value.isFinite, Float(value).isFinite else {
      throw fault("has a \(key) that is no number", found: node.found)
    }
    return value
  }

  func flag(_ key: String, default standard: Bool) throws(InputError) -> Bool {
    guard let node = node(key) else { return standard }
    guard let value = node.bool else { throw fault("has a \(key) that is neither true nor false", found: node.found) }
    return value
  }

  func choice(_ key: String, default standard: String, among choices: [String]) throws(InputError) -> String {
    let text = node(key)?.text ?? standard
    guard choices.contains(text) else {
      throw fault("has a \(key) that is not followed", expected: choices.joined(separator: " or "), found: text)
    }
    return text
  }

  /// A height and a width: a list of two, or one number for both.
  func pair(_ key: String, default standard: Extent2d? = nil, in range: ClosedRange<Int> = 1...4096) throws(InputError)
    -> Extent2d
  {
    guard let node = node(key) else {
      if let standard { return standard }
      throw fault("has no \(key)")
    }
    let numbers = node.elements?.map(\.int) ?? [node.int, node.int]
    guard numbers.count == 2, let height = numbers[0], let width = numbers[1], range.contains(height),
      range.contains(width)
    else {
      throw fault(
        "has a \(key) out of range", expected: "two numbers, \(range.lowerBound) to \(range.upperBound)",
        found: node.listing)
    }
    return Extent2d(height, width)
  }

  /// Whole numbers: a list of them, or one.
  func ints(_ key: String) throws(InputError) -> [Int]? {
    guard let node = node(key) else { return nil }
    let numbers = (node.elements?.map(\.int) ?? [node.int]).compactMap(\.self)
    guard numbers.count == node.elements?.count ?? 1, numbers.count <= 8, numbers.allSatisfy({ abs($0) < 1 << 31 })
    else { throw fault("has a \(key) that is no list of whole numbers", found: node.listing) }
    return numbers
  }

  /// All numbers of a list of lists, or one number; nil where there is none.
  func numbers(_ key: String) throws(InputError) -> [Double]? {
    guard let node = node(key) else { return nil }
    var (numbers, rest) = ([Double](), [node])
    while let next = rest.popLast() {
      if let elements = next.elements {
        rest += elements.reversed()
      } else {
        guard let number = next.double, number.isFinite else {
          throw fault("has a \(key) that is no list of numbers", found: next.found)
        }
        numbers.append(number)
      }
    }
    return numbers
  }
}

/// A value that a layer is given: what another layer gave at its n-th call.
struct KerasReference: Hashable {
  let layer: String
  let call: Int
}
