import Testing

@testable import InklingServing

@Suite struct HTTP2FrameProgressTests {
  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  @Test func whatHasBegunIsUnfinished() {
    var progress = HTTP2FrameProgress()
    let steps: [(bytes: [UInt8], isUnfinished: Bool)] = [
      (Array(Self.preface.prefix(5)), true), (Array(Self.preface.dropFirst(5)), false),
      (HTTP2Frames.frame(HTTP2Frames.settings), false),
      // Header fields go on until a frame says that it is the last.
      (HTTP2Frames.frame(HTTP2Frames.headers, stream: 1, [1, 2, 3]), true),
      (HTTP2Frames.frame(HTTP2Frames.continuation, stream: 1), true),
      (HTTP2Frames.frame(HTTP2Frames.continuation, flags: 4, stream: 1, [1]), false),
      (HTTP2Frames.frame(HTTP2Frames.headers, flags: 5, stream: 3, [1]), false),
      // A body has its stream's deadline.
      (Array(HTTP2Frames.frame(HTTP2Frames.data, stream: 1, [1, 2, 3]).dropLast()), false), ([3], false),
      (Array(HTTP2Frames.frame(HTTP2Frames.ping, [0, 0]).dropLast()), true), ([0], false), ([0, 0], true),
    ]
    for (bytes, isUnfinished) in steps {
      progress.read(bytes)
      #expect(progress.isUnfinished == isUnfinished, "\(bytes)")
    }
  }

  @Test func piecesDoNotMatter() {
    var (whole, piecewise) = (HTTP2FrameProgress(), HTTP2FrameProgress())
    let bytes =
      Self.preface + HTTP2Frames.frame(HTTP2Frames.headers, flags: 4, stream: 1, [UInt8](repeating: 9, count: 300))
      + HTTP2Frames.frame(HTTP2Frames.data, stream: 1, [UInt8](repeating: 9, count: 70_000))
      + HTTP2Frames.frame(HTTP2Frames.headers, stream: 3, [1])
    whole.read(bytes)
    for byte in bytes { piecewise.read([byte]) }
    #expect(whole.isUnfinished && piecewise.isUnfinished)
    let last = HTTP2Frames.frame(HTTP2Frames.continuation, flags: 4, stream: 3)
    whole.read(last)
    for byte in last { piecewise.read([byte]) }
    #expect(!whole.isUnfinished && !piecewise.isUnfinished)
  }
}
