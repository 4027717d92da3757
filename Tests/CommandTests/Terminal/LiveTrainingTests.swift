import Testing

@testable import InklingCommand
@testable import InklingTraining

@Suite struct LiveTrainingTests {
  /// A terminal whose size changes, and a clock.
  private final class World {
    var size: (columns: Int, rows: Int)? = (100, 40)
    var now = 0.0
    let screen = Screen(columns: 100, rows: 40)

    func live() -> LiveTraining {
      var live = LiveTraining(
        hasColors: false, size: { self.size }, clock: { self.now }, block: LiveBlock(write: screen.write))
      live.start(
        TrainingStart(
          run: nil, parameters: 1, epochs: 2, stepsPerEpoch: 100, epoch: 1, step: 0, history: [], threads: 1))
      return live
    }

    func show(_ live: inout LiveTraining, step: Int, after seconds: Double = 1) {
      now += seconds
      live.show(
        StepProgress(
          epoch: 1, epochs: 2, step: step, stepsPerEpoch: 100, loss: 1, accuracy: 0.5, imagesPerSecond: 9),
        before: "epoch 1/2", after: "9 images/s")
    }
  }

  @Test func curvesAndTheTimeLeftAreShown() throws {
    let world = World()
    var live = world.live()
    world.screen.write("log\n")
    world.show(&live, step: 10)
    world.show(&live, step: 20, after: 2)
    let lines = world.screen.lines
    #expect(lines.count == 1 + TrainingCurveText.height + 1 + 1 && lines[0] == "log" && lines.last == "")
    #expect(lines[1].hasPrefix("loss 1.0000") && lines[1].contains("accuracy 50.00 %"))
    let bar = lines[lines.count - 2]
    // A tenth of two epochs' steps in two seconds, of which nine tenths are left: 5 % took 2 s, 90 % take 36 s.
    #expect(bar.hasPrefix("epoch 1/2 █") && bar.hasSuffix("9 images/s  0:36 left"), "\(bar)")
    #expect(lines.allSatisfy { $0.count < 100 })
    #expect(world.screen.unknown.isEmpty)
  }

  @Test func itIsNotDrawnMoreOftenThanPeopleSee() {
    let world = World()
    var live = world.live()
    world.show(&live, step: 1)
    let first = world.screen.lines
    world.show(&live, step: 50, after: 0.1)
    #expect(world.screen.lines == first)
    world.show(&live, step: 51, after: 0.2)
    #expect(world.screen.lines != first)
  }

  @Test func aLogLineStaysAboveIt() {
    let world = World()
    var live = world.live()
    world.show(&live, step: 1)
    live.clear()
    world.screen.write("epoch 1\n")
    world.show(&live, step: 2)
    #expect(world.screen.lines[0] == "epoch 1" && world.screen.lines[1].hasPrefix("loss"))
    live.clear()
    #expect(world.screen.lines == ["epoch 1", ""])
  }

  /// While the window is dragged nothing is drawn; then a new one, below what the terminal may have broken.
  @Test func aResizedTerminalKeepsItsLines() {
    let world = World()
    var live = world.live()
    world.screen.write("log\n")
    world.show(&live, step: 1)
    let first = world.screen.lines
    world.size = (85, 40)
    world.show(&live, step: 2)
    #expect(world.screen.lines == first)
    world.show(&live, step: 3)
    let lines = world.screen.lines
    #expect(lines.starts(with: first.dropLast()))
    #expect(lines.count == first.count + TrainingCurveText.height + 1)
    #expect(lines.dropFirst(first.count - 1).allSatisfy { $0.count < 85 })
    // A wider one breaks nothing.
    world.size = (100, 40)
    world.show(&live, step: 4)
    world.show(&live, step: 5)
    #expect(world.screen.lines.count == lines.count)
  }

  @Test(arguments: [(79, 40), (100, LiveTraining.rows - 1), (0, 0)])
  func aSmallTerminalHasNoRoom(columns: Int, rows: Int) {
    let world = World()
    world.size = columns == 0 ? nil : (columns, rows)
    var live = world.live()
    #expect(!live.hasRoom)
    world.show(&live, step: 1)
    world.show(&live, step: 2)
    live.clear()
    live.finish()
    #expect(world.screen.lines == [""])
  }

  @Test func theWholeCurveStaysAtTheEnd() {
    let world = World()
    var live = world.live()
    world.show(&live, step: 1)
    live.finish()
    live.clear()
    world.screen.write("report\n")
    let lines = world.screen.lines
    #expect(lines.count == TrainingCurveText.height + 2)
    #expect(lines[0].hasPrefix("loss") && lines[lines.count - 2] == "report")
  }
}
