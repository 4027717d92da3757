/// What a file has for a network that reads texts.
extension SwiftSyntax {
  func reading(_ reading: SourceReading) -> String {
    """

      /// A text, how probable it is, and each of its characters with its own probability.
      public typealias Reading = (
        text: String, probability: Float, characters: [(character: String, probability: Float)]
      )

      /// Reads a text.
      public static func read(pixels: [UInt8]) -> Reading {
        var memory = logits(pixels: pixels)
        memory += [Float](repeating: 0, count: \(reading.memory) - memory.count)
        memory.withUnsafeMutableBufferPointer { memory in
          guard let reading = memory.baseAddress else { return }
    \(reading.calls.map { "      " + printer.line($0) }.joined(separator: "\n"))
        }
        let characters = (0..<Int(memory[\(reading.found)])).map { place in
          (
            character: classNames[Int(memory[\(reading.labels) + place])],
            probability: memory[\(reading.characters) + place]
          )
        }
        return (characters.map { $0.character }.joined(), memory[\(reading.found + 1)], characters)
      }

    """
  }

  /// The function beside the type.
  func freeRead(_ name: String) -> String {
    """

    /// A text and its probabilities.
    func read(pixels: [UInt8]) -> \(name).Reading { \(name).read(pixels: pixels) }
    """
  }

  /// The golden inputs' texts, for the self-test, and what it does with them.
  func goldenTexts(_ reading: SourceReading, _ contents: SourceContents) -> String {
    let texts = contents.goldenTexts(reading).map { $0.map(SourceText.literal) ?? "nil" }
    return """

        /// Nil where two classes of a column are too near to each other to tell.
        private static let goldenTexts: [String?] = [
          \(texts.joined(separator: ",\n    ")),
        ]

      """
  }

  func textCheck(_ inputs: Int) -> String {
    """

          let text = read(pixels: [UInt8](images[image * \(inputs)..<(image + 1) * \(inputs)])).text
          if let expected = goldenTexts[image], text != expected {
            return "golden image \\(image) has the text '\\(text)', not '\\(expected)'"
          }
    """
  }
}
