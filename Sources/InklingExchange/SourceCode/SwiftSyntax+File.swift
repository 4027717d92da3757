import InklingEngine

extension SwiftSyntax {
  var calls: [String] { ["magnitude"] }

  func file(_ contents: SourceContents) -> String {
    let (name, program, answers) = (contents.title.typeName, contents.program, contents.answers)
    let parts = [
      contents.description.map { $0.isEmpty ? "//" : "// " + $0 }.joined(separator: "\n"),
      "// To test it: swiftc -O -D SELFTEST FILE.swift -o selftest && ./selftest\n",
      "public enum \(name) {",
      "  /// \(answers.named).",
      "  public static let classNames: [String] = [\n    "
        + contents.classNames.map(SourceText.literal).joined(separator: ",\n    ") + ",\n  ]",
      predictions(contents) + (answers.reading.map(reading) ?? ""),
      selfTest(contents),
      "  private static func run(",
      "    _ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Float>, _ memory: UnsafeMutablePointer<Float>",
      "  ) {",
      program.calls.map { "    " + printer.line($0) }.joined(separator: "\n"),
      "  }\n",
      functions(contents).map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n"),
      decoding,
      "  private static let weights: [Float] = numbers(weightText, \(program.weights.count))\n",
      constant("weightText", SourceNumbers.bytes(program.weights)),
      constant("goldenPixelText", contents.goldenPixels),
      constant("goldenLogitText", SourceNumbers.bytes(contents.goldenLogits))
        + (answers.reading.map { goldenTexts($0, contents) } ?? ""),
      "}\n",
      """
      /// \(answers.predicted). Where a module has several networks, delete these \(answers.reading == nil ? "two" : "three") functions.
      func predict(pixels: [UInt8]) -> [Float] { \(name).predict(pixels: pixels) }
      /// The network's outputs.
      func logits(pixels: [UInt8]) -> [Float] { \(name).logits(pixels: pixels) }\(answers.reading == nil ? "" : freeRead(name))

      #if SELFTEST
      // It runs where this file alone is the program. No statement may stand here in a module of several files.
      private let selfTest: Void = {
        if let fault = \(name).selfTest() { fatalError(fault) }
        print("the self-test passed")
      }()
      #endif

      """,
    ]
    return parts.joined(separator: "\n")
  }

  private func constant(_ name: String, _ bytes: [UInt8]) -> String {
    "  private static let \(name): StaticString = \"\"\"\n\(SourceNumbers.base64(bytes))\n\"\"\"\n"
  }

  private func predictions(_ contents: SourceContents) -> String {
    let (program, answers) = (contents.program, contents.answers)
    let ending = answers.ending.map { ending in
      """
          var values = logits(pixels: pixels)
          values.withUnsafeMutableBufferPointer { values in
            if let first = values.baseAddress { \(ending.call("first", "first")) }
          }
          return values
      """
    }
    return """

        /// \(answers.predicted) for an image of \(program.inputShape): \(program.inputShape.count) bytes.
        public static func predict(pixels: [UInt8]) -> [Float] {
      \(ending ?? "    logits(pixels: pixels)")
        }

        /// The network's outputs\(answers.outputsNote).
        public static func logits(pixels: [UInt8]) -> [Float] {
          precondition(pixels.count == \(program.inputShape.count), "an image has \(program.inputShape.count) bytes")
          var memory = [Float](repeating: 0, count: \(program.memory))
          pixels.withUnsafeBufferPointer { pixels in
            weights.withUnsafeBufferPointer { weights in
              memory.withUnsafeMutableBufferPointer { memory in
                guard let p = pixels.baseAddress, let w = weights.baseAddress, let m = memory.baseAddress else { return }
                run(p, w, m)
              }
            }
          }
          return [Float](memory[\(program.output)..<\(program.output + program.outputCount)])
        }

      """
  }

  private func selfTest(_ contents: SourceContents) -> String {
    let program = contents.program
    let (inputs, outputs, count) = (program.inputShape.count, program.outputCount, contents.golden.count)
    return """
        /// Answers \(count) golden images, and checks the weights' sum; nil, or what is wrong.
        public static func selfTest() -> String? {
          var sum: UInt32 = 2166136261
          for weight in weights { sum = (sum ^ weight.bitPattern) &* 16777619 }
          if sum != \(contents.checksum) { return "the weights were changed" }
          let images = bytes(goldenPixelText, \(count * inputs))
          let golden = numbers(goldenLogitText, \(count * outputs))
          for image in 0..<\(count) {
            let answer = logits(pixels: [UInt8](images[image * \(inputs)..<(image + 1) * \(inputs)]))
            let expected = [Float](golden[image * \(outputs)..<(image + 1) * \(outputs)])
            var largest: Float = 1e-6
            for value in expected { largest = max(largest, magnitude(value)) }
            let bound: Float = \(SourceContents.tolerance) * largest
            for place in 0..<\(outputs) where !(magnitude(answer[place] - expected[place]) <= bound) {
              return "golden image \\(image) has \\(answer[place]) as output \\(place), not \\(expected[place])"
            }\(contents.answers.reading == nil ? "" : textCheck(inputs))
          }
          return nil
        }

      """
  }

  private var decoding: String {
    """

      /// Base64's bytes; what is no digit is passed over.
      private static func bytes(_ text: StaticString, _ count: Int) -> [UInt8] {
        let source = text.utf8Start
        return [UInt8](unsafeUninitializedCapacity: count) { target, written in
          var (bits, width) = (0, 0)
          for place in 0..<text.utf8CodeUnitCount {
            let character = Int(source[place])
            let digit: Int
            switch character {
            case 65...90: digit = character - 65
            case 97...122: digit = character - 71
            case 48...57: digit = character + 4
            case 43: digit = 62
            case 47: digit = 63
            default: continue
            }
            bits = (bits << 6 | digit) & 0xFFFF
            width += 6
            if width >= 8 && written < count {
              width -= 8
              target[written] = UInt8(truncatingIfNeeded: bits >> width)
              written += 1
            }
          }
        }
      }

      private static func numbers(_ text: StaticString, _ count: Int) -> [Float] {
        let source = bytes(text, 4 * count)
        return [Float](unsafeUninitializedCapacity: count) { target, written in
          for place in 0..<count {
            let low = UInt32(source[4 * place]) | UInt32(source[4 * place + 1]) << 8
            let high = UInt32(source[4 * place + 2]) | UInt32(source[4 * place + 3]) << 8
            target[place] = Float(bitPattern: low | high << 16)
          }
          written = count
        }
      }

    """
  }
}
