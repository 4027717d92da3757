import InklingEngine

extension CSyntax {
  var calls: [String] { [] }

  func file(_ contents: SourceContents) -> String {
    var parts = [
      contents.description.map { $0.isEmpty ? "//" : "// " + $0 }.joined(separator: "\n"),
      header(contents),
      "static const float network_weights[\(contents.program.weights.count)] = {\n"
        + SourceNumbers.hexadecimal(contents.program.weights) + "\n};\n",
      functions(contents).joined(separator: "\n"),
      answers(contents),
    ]
    if let reading = contents.answers.reading { parts.append(self.reading(reading, contents)) }
    parts.append(selfTest(contents))
    return parts.joined(separator: "\n")
  }

  private func header(_ contents: SourceContents) -> String {
    let (name, program, reading) = (contents.title.snakeCase, contents.program, contents.answers.reading)
    let (outputs, classes) = (program.outputCount, contents.classNames.count)
    let memory = 4 * (program.memory + (reading?.memory ?? 0))
    return """
      //
      // C99, with expf of the C library. It has \(4 * program.weights.count) bytes of constants, works in
      // \(memory) bytes, and allocates nothing. One caller at a time: the memory is static.
      // To test it: cc -std=c99 -O2 -D\(name.uppercased())_SELFTEST FILE.c -o selftest -lm && ./selftest

      #include <math.h>

      // Declare these where you call them: \(program.inputShape.count) bytes in, \(outputs) numbers out.
      void \(name)_predict(const unsigned char *pixels, float *probabilities);
      void \(name)_logits(const unsigned char *pixels, float *logits);
      extern const char *const \(name)_class_names[\(classes)];\(reading.map { declarations(of: $0, contents) } ?? "")

      const char *const \(name)_class_names[\(classes)] = {
        \(contents.classNames.map(SourceText.cLiteral).joined(separator: ",\n  "))
      };

      static float network_memory[\(program.memory)];\(reading.map { "\nstatic float reading[\($0.memory)];" } ?? "")
      """
  }

  private func answers(_ contents: SourceContents) -> String {
    let (name, program, answers) = (contents.title.snakeCase, contents.program, contents.answers)
    return """

      static void run(const unsigned char *pixels) {
      \(program.calls.map { "  " + printer.line($0) }.joined(separator: "\n"))
      }

      // The network's outputs\(answers.ending == nil ? "" : answers.outputsNote).
      void \(name)_logits(const unsigned char *pixels, float *logits) {
        run(pixels);
        for (long i = 0; i < \(program.outputCount); ++i) logits[i] = network_memory[\(program.output) + i];
      }

      // \(answers.predicted).
      void \(name)_predict(const unsigned char *pixels, float *probabilities) {
        run(pixels);
        \(probabilities(contents))
      }

      """
  }

  private func probabilities(_ contents: SourceContents) -> String {
    let (output, count) = (contents.program.output, contents.program.outputCount)
    return contents.answers.ending.map { $0.call(place(memory, output), "probabilities") + ";" }
      ?? "for (long i = 0; i < \(count); ++i) probabilities[i] = network_memory[\(output) + i];"
  }

  private func selfTest(_ contents: SourceContents) -> String {
    let name = contents.title.snakeCase
    let (inputs, outputs) = (contents.program.inputShape.count, contents.program.outputCount)
    let count = contents.golden.count
    let reading = contents.answers.reading
    return """
      #ifdef \(name.uppercased())_SELFTEST
      #include <stdint.h>
      #include <stdio.h>\(reading == nil ? "" : "\n#include <string.h>")

      static const unsigned char golden_pixels[\(count * inputs)] = {
      \(SourceNumbers.decimal(contents.goldenPixels))
      };
      static const float golden_logits[\(count * outputs)] = {
      \(SourceNumbers.hexadecimal(contents.goldenLogits))
      };\(reading.map { goldenTexts($0, contents) } ?? "")

      static float distance(float a, float b) { return a < b ? b - a : a - b; }

      int main(void) {
        static float answer[\(outputs)];
        uint32_t sum = 2166136261u;
        for (long i = 0; i < \(contents.program.weights.count); ++i) {
          union { float value; uint32_t bits; } weight;
          weight.value = network_weights[i];
          sum = (sum ^ weight.bits) * 16777619u;
        }
        if (sum != \(contents.checksum)u) {
          printf("the weights were changed\\n");
          return 1;
        }
        for (long image = 0; image < \(count); ++image) {
          const float *expected = golden_logits + image * \(outputs);
          float largest = 1e-6f;
          \(name)_logits(golden_pixels + image * \(inputs), answer);
          for (long i = 0; i < \(outputs); ++i) {
            if (distance(expected[i], 0.0f) > largest) largest = distance(expected[i], 0.0f);
          }
          for (long i = 0; i < \(outputs); ++i) {
            if (!(distance(answer[i], expected[i]) <= \(number(SourceContents.tolerance)) * largest)) {
              printf("golden image %ld has %g as output %ld, not %g\\n", image, (double)answer[i], i,
                (double)expected[i]);
              return 1;
            }
          }\(reading == nil ? "" : textCheck(contents))
        }
        printf("the self-test passed\\n");
        return 0;
      }
      #endif

      """
  }
}
