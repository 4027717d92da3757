import InklingEngine

/// What a file has for a network that reads texts.
extension JavaScriptSyntax {
  func reading(_ reading: SourceReading) -> String {
    """
    /** Reads a text: `{ text, probability, characters: [{ character, probability }] }`. */
    export function read(pixels) {
      reading.set(logits(pixels));
    \(reading.calls.map { "  " + printer.line($0) }.joined(separator: "\n"))
      const characters = [];
      for (let i = 0; i < reading[\(reading.found)]; i += 1) {
        characters.push({
          character: classNames[reading[\(reading.labels) + i]],
          probability: reading[\(reading.characters) + i],
        });
      }
      const text = characters.map(({ character }) => character).join("");
      return { text, probability: reading[\(reading.found + 1)], characters };
    }

    """
  }

  /// The golden inputs' texts, for the self-test, and what it does with them.
  func goldenTexts(_ reading: SourceReading, _ contents: SourceContents) -> String {
    let texts = contents.goldenTexts(reading).map { $0.map(SourceText.literal) ?? "null" }
    return """

        // null where two classes of a column are too near to each other to tell.
        const texts = [
          \(texts.joined(separator: ",\n    ")),
        ];
      """
  }

  func textCheck(_ contents: SourceContents) -> String {
    let inputs = contents.program.inputShape.count
    return """

          if (texts[image] !== null) {
            const { text } = read(images.subarray(image * \(inputs), (image + 1) * \(inputs)));
            if (text !== texts[image]) return false;
          }
      """
  }
}
