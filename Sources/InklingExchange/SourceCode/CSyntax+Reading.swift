import InklingEngine

/// What a file has for a network that reads texts.
extension CSyntax {
  /// The constants' and the function's lines behind the other declarations.
  func declarations(of reading: SourceReading, _ contents: SourceContents) -> String {
    let name = contents.title.snakeCase
    return """

      // The most bytes of a text, with the zero at its end, and the most characters.
      enum {
        \(name.uppercased())_TEXT_BYTES = \(reading.mostBytes(contents.classNames) + 1),
        \(name.uppercased())_CHARACTERS = \(reading.columns)
      };
      float \(name)_read(const unsigned char *pixels, char *text, float *characters);
      """
  }

  func reading(_ reading: SourceReading, _ contents: SourceContents) -> String {
    let name = contents.title.snakeCase
    return """
      // Reads a text, in UTF-8, and returns its probability. `characters` may be NULL, or has room for
      // \(name.uppercased())_CHARACTERS numbers: the probability of each of the text's, and -1 behind the last.
      float \(name)_read(const unsigned char *pixels, char *text, float *characters) {
        \(name)_logits(pixels, reading);
      \(reading.calls.map { "  " + printer.line($0) }.joined(separator: "\n"))
        const long count = (long)reading[\(reading.found)];
        for (long i = 0; i < count; ++i) {
          const char *character = \(name)_class_names[(long)reading[\(reading.labels) + i]];
          while (*character) *text++ = *character++;
        }
        *text = 0;
        for (long i = 0; characters && i < \(reading.columns); ++i) {
          characters[i] = i < count ? reading[\(reading.characters) + i] : -1.0f;
        }
        return reading[\(reading.found + 1)];
      }

      """
  }

  /// The golden inputs' texts, for the self-test, and what it does with them.
  func goldenTexts(_ reading: SourceReading, _ contents: SourceContents) -> String {
    let texts = contents.goldenTexts(reading).map { $0.map(SourceText.cLiteral) ?? "0" }
    return """

      // 0 where two classes of a column are too near to each other to tell.
      static const char *const golden_texts[\(texts.count)] = {
        \(texts.joined(separator: ",\n  "))
      };
      """
  }

  func textCheck(_ contents: SourceContents) -> String {
    let name = contents.title.snakeCase
    return """

          if (golden_texts[image]) {
            static char text[\(name.uppercased())_TEXT_BYTES];
            \(name)_read(golden_pixels + image * \(contents.program.inputShape.count), text, 0);
            if (strcmp(text, golden_texts[image])) {
              printf("golden image %ld has the text '%s', not '%s'\\n", image, text, golden_texts[image]);
              return 1;
            }
          }
      """
  }
}
