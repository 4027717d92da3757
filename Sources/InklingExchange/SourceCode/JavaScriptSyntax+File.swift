import InklingEngine

extension JavaScriptSyntax {
  var calls: [String] { ["magnitude"] }

  func file(_ contents: SourceContents) -> String {
    let (program, reading) = (contents.program, contents.answers.reading)
    var parts = [
      contents.description.map { $0.isEmpty ? "//" : "// " + $0 }.joined(separator: "\n"), answers(contents),
    ]
    if let reading { parts.append(self.reading(reading)) }
    parts += [
      selfTest(contents),
      "function run(pixels) {\n" + program.calls.map { "  " + printer.line($0) }.joined(separator: "\n") + "\n}\n",
      functions(contents).joined(separator: "\n"),
      decoding,
      "const memory = new Float32Array(\(program.memory));",
    ]
    if let reading { parts.append("const reading = new Float32Array(\(reading.memory));") }
    parts += [
      "const weights = numbers(`\n" + SourceNumbers.base64(SourceNumbers.bytes(program.weights))
        + "\n`, \(program.weights.count));",
      "",
    ]
    return parts.joined(separator: "\n")
  }

  private func answers(_ contents: SourceContents) -> String {
    let (program, answers) = (contents.program, contents.answers)
    let (inputs, outputs) = (program.inputShape.count, program.outputCount)
    return """

      /** \(answers.named). */
      export const classNames = Object.freeze([
        \(contents.classNames.map(SourceText.literal).joined(separator: ",\n  ")),
      ]);

      /** The outputs\(answers.outputsNote)\(answers.outputsNote.isEmpty ? "" : ",") for one image of \(program.inputShape): \(inputs) bytes in any array. */
      export function logits(pixels) {
        if (pixels.length !== \(inputs)) throw new RangeError("an image has \(inputs) bytes");
        run(pixels);
        return memory.slice(\(program.output), \(program.output + outputs));
      }

      /** \(answers.predicted). */
      export function predict(pixels) {
        const values = logits(pixels);
      \(answers.ending.map { "  \($0.call("values", "values"));\n  " } ?? "")  return values;
      }

      """
  }

  private func selfTest(_ contents: SourceContents) -> String {
    let (inputs, outputs) = (contents.program.inputShape.count, contents.program.outputCount)
    let count = contents.golden.count
    let reading = contents.answers.reading
    return """
      /** Answers \(count) golden images, and checks the weights' sum: whether all is as it was. */
      export function selfTest() {
        let sum = 2166136261;
        for (const bits of new Uint32Array(weights.buffer)) sum = Math.imul(sum ^ bits, 16777619);
        if (sum >>> 0 !== \(contents.checksum)) return false;
        const images = bytes(`
      \(SourceNumbers.base64(contents.goldenPixels))
      `, \(count * inputs));
        const golden = numbers(`
      \(SourceNumbers.base64(SourceNumbers.bytes(contents.goldenLogits)))
      `, \(count * outputs));\(reading.map { goldenTexts($0, contents) } ?? "")
        for (let image = 0; image < \(count); image += 1) {
          const answer = logits(images.subarray(image * \(inputs), (image + 1) * \(inputs)));
          const expected = golden.subarray(image * \(outputs), (image + 1) * \(outputs));
          let largest = 1e-6;
          for (const value of expected) largest = Math.max(largest, magnitude(value));
          for (let i = 0; i < \(outputs); i += 1) {
            if (!(magnitude(answer[i] - expected[i]) <= \(SourceContents.tolerance) * largest)) return false;
          }\(reading == nil ? "" : textCheck(contents))
        }
        return true;
      }

      """
  }

  private var decoding: String {
    """

    /** Base64's bytes; what is no digit is passed over. */
    function bytes(text, count) {
      const result = new Uint8Array(count);
      let bits = 0;
      let width = 0;
      let written = 0;
      for (let place = 0; place < text.length; place += 1) {
        const character = text.charCodeAt(place);
        let digit;
        if (character >= 65 && character <= 90) digit = character - 65;
        else if (character >= 97 && character <= 122) digit = character - 71;
        else if (character >= 48 && character <= 57) digit = character + 4;
        else if (character === 43) digit = 62;
        else if (character === 47) digit = 63;
        else continue;
        bits = ((bits << 6) | digit) & 0xffff;
        width += 6;
        if (width >= 8 && written < count) {
          width -= 8;
          result[written] = (bits >> width) & 255;
          written += 1;
        }
      }
      return result;
    }

    function numbers(text, count) {
      const source = bytes(text, 4 * count);
      const bits = new Uint32Array(count);
      for (let i = 0; i < count; i += 1) {
        bits[i] = source[4 * i] | (source[4 * i + 1] << 8) | (source[4 * i + 2] << 16) | (source[4 * i + 3] << 24);
      }
      return new Float32Array(bits.buffer);
    }

    """
  }
}
