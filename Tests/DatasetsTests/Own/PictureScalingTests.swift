import Testing

@testable import InklingDatasets

@Suite struct PictureScalingTests {
  private func scaled(_ samples: [UInt8], _ own: String, _ size: String) throws -> [UInt8] {
    PictureScaling.planar(
      DecodedPicture(size: try #require(ImageSize(own)), samples: samples), as: try #require(ImageSize(size)))
  }

  @Test func shrinkingIsTheMeanOfTheArea() throws {
    #expect(try scaled([0, 10, 20, 30], "1x2x2", "1x1x1") == [15])
    #expect(try scaled([0, 30, 60], "1x1x3", "1x1x2") == [10, 50])
    #expect(try scaled(Array(0..<16), "1x4x4", "1x2x2") == [3, 5, 11, 13])
  }

  @Test func growingIsLinearBetweenCentres() throws {
    #expect(try scaled([0, 100], "1x1x2", "1x1x4") == [0, 25, 75, 100])
    #expect(try scaled([7], "1x1x1", "1x2x3") == [7, 7, 7, 7, 7, 7])
    #expect(try scaled([0, 100], "1x1x2", "1x1x3") == [0, 50, 100])
  }

  @Test func oneDirectionMayGrowAndTheOtherShrink() throws {
    #expect(try scaled([0, 100, 100, 200], "1x2x2", "1x1x4") == [50, 75, 125, 150])
  }

  /// Against plain arithmetic in fractions, at odd sizes, in three channels.
  @Test func oddSizesAgreeWithFractions() throws {
    let samples = (0..<3 * 7 * 5).map { UInt8(($0 * 37) % 251) }
    let result = try scaled(samples, "3x7x5", "3x3x2")
    for channel in 0..<3 {
      for row in 0..<3 {
        for column in 0..<2 {
          var (sum, area) = (0.0, 0.0)
          for y in 0..<7 {
            for x in 0..<5 {
              func overlap(_ place: Int, _ size: Int, _ pixel: Int, _ count: Int) -> Double {
                let (begin, end) = (Double(place * size) / Double(count), Double((place + 1) * size) / Double(count))
                return max(0, min(end, Double(pixel + 1)) - max(begin, Double(pixel)))
              }
              let weight = overlap(row, 7, y, 3) * overlap(column, 5, x, 2)
              sum += weight * Double(samples[(y * 5 + x) * 3 + channel])
              area += weight
            }
          }
          #expect(abs(Double(result[(channel * 3 + row) * 2 + column]) - sum / area) <= 0.501)
        }
      }
    }
  }

  @Test func sizesAreText() {
    #expect(ImageSize("3X32x16") == ImageSize(channels: 3, height: 32, width: 16))
    for text in ["", "28x28", "0x1x1", "1x2x3x4", "axbxc", "-1x2x3"] { #expect(ImageSize(text) == nil) }
  }
}
