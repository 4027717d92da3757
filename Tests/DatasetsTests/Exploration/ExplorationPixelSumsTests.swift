import Testing

@testable import InklingDatasets

struct ExplorationPixelSumsTests {
  private func statistics(_ pixels: [UInt8]) -> PixelSummary {
    let images = LabeledImages(
      images: pixels, labels: [0], channels: 1, height: 1, width: pixels.count, classNames: ["a"])
    return PixelSummary(PixelSums(of: images).total)
  }

  /// 0.1307 and 0.3081 are MNIST's; an image with these very moments, from 13 % white and the rest black.
  @Test func blackAndWhiteHaveTheBinomialsMoments() {
    let found = statistics([UInt8](repeating: 255, count: 1307) + [UInt8](repeating: 0, count: 8693))
    #expect(abs(found.mean - 0.1307) < 1e-15)
    #expect(abs(found.deviation - (0.1307 * 0.8693).squareRoot()) < 1e-15)
  }

  @Test func oneGreyHasNoDeviationAtAll() {
    for gray in UInt8.min...UInt8.max {
      let found = statistics([UInt8](repeating: gray, count: 999))
      #expect(found.deviation == 0)
      #expect(abs(found.mean - Double(gray) / 255) < 1e-15)
    }
  }

  /// Where E[x²] - E[x]² in floating point would lose all its digits: one pixel of 10¹² differs.
  @Test func spreadIsExactInIntegers() {
    let count: UInt64 = 1_000_000_000_000
    let moments = PixelSums.Moments(
      count: count, sum: 255 * count - 1, sumOfSquares: 65_025 * count - 509, smallest: 254, largest: 255)
    // n Σx² - (Σx)² = n (65025 n - 509) - (255 n - 1)² = n - 1.
    #expect(moments.spread == (0, count - 1))
    // A third white, two thirds black: 2 · 255² (n / 3)², above 2^64 and with a borrow between the halves.
    let third: UInt64 = 100_000_000_285
    let white = PixelSums.Moments(
      count: 3 * third, sum: 255 * third, sumOfSquares: 65_025 * third, smallest: 0, largest: 255)
    #expect(white.spread == (70_500_246, 12_317_284_489_085_613_714))
    #expect(abs(PixelSummary(white).deviation - (2.0 / 9).squareRoot()) < 1e-15)
  }
}
