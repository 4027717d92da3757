import Testing

@testable import InklingCommand

@Suite struct ImageShapeTests {
  @Test(arguments: [("1x28x28", [1, 28, 28]), ("3X20X24", [3, 20, 24])])
  func threeNumbersAreAShape(text: String, dimensions: [Int]) {
    #expect(ImageShape(argument: text)?.dimensions == dimensions)
  }

  @Test(arguments: ["", "28", "28x28", "1x28x28x28", "1xx28", "1x28x", "0x28x28", "-1x28x28", "1xax28", "1x28x1e3"])
  func anythingElseIsNone(text: String) { #expect(ImageShape(argument: text) == nil) }
}
