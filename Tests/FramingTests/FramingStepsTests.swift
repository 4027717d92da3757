import InklingFraming
import InklingImages
import Testing

@Suite struct FramingStepsTests {
  @Test func everyStageHasAPicture() {
    var plane = Plane(width: 90, height: 80, filledWith: 230)
    TestPictures.drawSeven(on: &plane, x: 30, y: 20, height: 40, stroke: 5, ink: 20)
    let picture = Picture(width: 90, height: 80, samples: TestPictures.samples(of: plane))
    let steps = PictureFraming().steps(of: picture)
    #expect(steps.stages.map(\.name) == ["picture", "paper", "ink", "without lines", "boxes", "model sees"])
    // The paper under the ink is as light as beside it, and the ink is dark.
    #expect(steps.stages[1].picture[120, 66] > 200)
    #expect(steps.stages[2].picture[120, 66] < 50 && steps.stages[2].picture[10, 10] > 200)
    #expect(steps.sheet().width > 6 * 200)
  }

  @Test func blankPicturesHaveNoImageForTheModel() {
    let steps = PictureFraming().steps(of: Picture(width: 40, height: 2, gray: 90))
    #expect(steps.stages.map(\.name) == ["picture", "paper", "ink", "without lines", "boxes"])
    #expect(steps.sheet().width > 0)
  }
}
