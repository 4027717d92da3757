import Foundation
import InklingExchange

/// A program in each language that asks a written file for its answers to images, and prints them.
struct SourceDriver {
  /// The title in snake_case, of which C's names are made.
  var name = "tested"
  let images: [[UInt8]]
  var outputs = TestedNetworks.outputs
  /// The columns of a network that reads texts; nil for others.
  var columns: Int?

  /// Appended to the file itself, as a script may be; a failed self-test ends it before.
  var swift: String {
    let reading = """
        let answer = read(pixels: image)
        print("text", answer.text.utf8.map { String($0) }.joined(separator: " "))
        print("sure", answer.probability.bitPattern)
        for one in answer.characters {
          print("character", one.probability.bitPattern, one.character.utf8.map { String($0) }.joined(separator: " "))
        }
      """
    return """
      let testImages: [[UInt8]] = [\(images.map { "\($0)" }.joined(separator: ",\n"))]
      for image in testImages {
        for value in logits(pixels: image) { print("logit", value.bitPattern) }
        for value in predict(pixels: image) { print("probability", value.bitPattern) }
      \(columns == nil ? "" : reading)
      }
      for name in TestedNetwork.classNames { print("class", name.utf8.map { String($0) }.joined(separator: " ")) }

      """
  }

  var c: String {
    let declared = """
      float NAME_read(const unsigned char *pixels, char *text, float *characters);
      static char text[65536];
      static float characters[COLUMNS];
      """
    let reading = """
          sure = NAME_read(images + image * SIZE, text, 0);
          show("text", text);
          if (NAME_read(images + image * SIZE, text, characters) != sure) return 1;
          number("sure", sure);
          for (int i = 0; i < COLUMNS && characters[i] >= 0; ++i) number("character", characters[i]);
      """
    return """
      #include <stdint.h>
      #include <stdio.h>
      void NAME_predict(const unsigned char *pixels, float *probabilities);
      void NAME_logits(const unsigned char *pixels, float *logits);
      extern const char *const NAME_class_names[];
      \(columns == nil ? "" : declared)
      static const unsigned char images[] = {\(images.joined().map(String.init).joined(separator: ","))};
      static float values[OUTPUTS];
      static void number(const char *what, float value) {
        union { float value; uint32_t bits; } both;
        both.value = value;
        printf("%s %lu\\n", what, (unsigned long)both.bits);
      }
      static void show(const char *what, const char *text) {
        printf("%s", what);
        for (const char *c = text; *c; ++c) printf(" %d", (unsigned char)*c);
        printf("\\n");
      }
      int main(void) {
      \(columns == nil ? "" : "  float sure;")
        for (int image = 0; image < \(images.count); ++image) {
          NAME_logits(images + image * SIZE, values);
          for (int i = 0; i < OUTPUTS; ++i) number("logit", values[i]);
          NAME_predict(images + image * SIZE, values);
          for (int i = 0; i < OUTPUTS; ++i) number("probability", values[i]);
      \(columns == nil ? "" : reading)
        }
        for (int i = 0; i < CLASSES; ++i) show("class", NAME_class_names[i]);
        return 0;
      }

      """.replacing("NAME", with: name).replacing("SIZE", with: "\(images.first?.count ?? 1)")
        .replacing("OUTPUTS", with: "\(outputs)").replacing("CLASSES", with: "\(outputs / (columns ?? 1))")
        .replacing("COLUMNS", with: "\(columns ?? 1)")
  }

  var js: String {
    let reading = """
        const answer = read(image);
        console.log("text", ...encode(answer.text));
        show("sure", Float32Array.of(answer.probability));
        for (const one of answer.characters) {
          console.log("character", new Uint32Array(Float32Array.of(one.probability).buffer)[0], ...encode(one.character));
        }
      """
    return """
      import { classNames, logits, predict, selfTest\(columns == nil ? "" : ", read") } from "./network.mjs";
      const encode = (text) => new TextEncoder().encode(text);
      const show = (what, values) => {
        for (const bits of new Uint32Array(values.buffer)) console.log(what, bits);
      };
      for (const image of [\(images.map { "\($0)" }.joined(separator: ",\n"))]) {
        show("logit", logits(image));
        show("probability", predict(Uint8Array.from(image)));
      \(columns == nil ? "" : reading)
      }
      for (const name of classNames) console.log("class", ...encode(name));
      if (!selfTest()) process.exitCode = 1;

      """
  }
}
