import Testing

@testable import InklingImages

struct TerminalDrawingTests {
  private let image = Picture(width: 3, height: 3, samples: [0, 255, 255, 0, 0, 255, 128, 128, 0])

  @Test func plainCharactersStandForTheMeanOfTwoRows() {
    #expect(TerminalDrawing(colors: .none).lines(of: image) == [" =@", ":: "])
  }

  @Test func everyDensityIsUsed() {
    let ramp = Picture(
      width: 10, height: 2,
      samples: [0, 28, 57, 85, 113, 142, 170, 198, 227, 255, 0, 28, 57, 85, 113, 142, 170, 198, 227, 255])
    #expect(TerminalDrawing(colors: .none).lines(of: ramp) == [" .:-=+*#%@"])
  }

  @Test func fullColorsAreSaidWhereTheyChange() {
    #expect(
      TerminalDrawing(colors: .full).lines(of: image) == [
        "\u{1B}[38;2;0;0;0;48;2;0;0;0m▀\u{1B}[38;2;255;255;255;48;2;0;0;0m▀"
          + "\u{1B}[38;2;255;255;255;48;2;255;255;255m▀\u{1B}[0m",
        "\u{1B}[38;2;128;128;128;48;2;0;0;0m▀▀\u{1B}[38;2;0;0;0;48;2;0;0;0m▀\u{1B}[0m",
      ])
  }

  @Test func paletteUsesTheGreys() {
    #expect(
      TerminalDrawing(colors: .palette).lines(of: Picture(width: 1, height: 2, samples: [255, 128])) == [
        "\u{1B}[38;5;231;48;5;244m▀\u{1B}[0m"
      ])
  }

  @Test func imagesStandSideBySideWithTheirCaptions() {
    let tall = Picture(width: 4, height: 4, gray: 255)
    let text = TerminalDrawing(colors: .none).sideBySide([tall, image, tall], captions: ["7", "too long"])
    #expect(text == "@@@@   =@  @@@@\n@@@@  ::   @@@@\n 7    too\n")
    #expect(TerminalDrawing(colors: .none).sideBySide([image, tall], gap: 1) == " =@ @@@@\n::  @@@@\n")
    #expect(TerminalDrawing(colors: .none).sideBySide([]) == "")
  }

  @Test func lowerImagesAreFilledUp() {
    let low = Picture(width: 2, height: 2, gray: 255)
    let tall = Picture(width: 2, height: 4, gray: 255)
    #expect(TerminalDrawing(colors: .none).sideBySide([low, tall], gap: 1) == "@@ @@\n   @@\n")
  }

  @Test func colorsAreShownWhereTheTerminalHasThem() {
    let image = Picture(width: 1, height: 2, channels: 3, samples: [1, 2, 3, 40, 50, 60])
    #expect(
      TerminalDrawing(colors: .full).lines(of: image) == ["\u{1B}[38;2;1;2;3;48;2;40;50;60m▀\u{1B}[0m"])
    #expect(
      TerminalDrawing(colors: .palette).lines(of: image) == TerminalDrawing(colors: .palette).lines(of: image.gray()))
    #expect(TerminalDrawing(colors: .none).lines(of: image) == TerminalDrawing(colors: .none).lines(of: image.gray()))
  }
}
