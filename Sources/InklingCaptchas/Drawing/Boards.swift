import Synchronization

/// Boards that no thread draws on now: each picture takes one and gives it back, so that none is made anew.
final class Boards: Sendable {
  private let width: Int
  private let height: Int
  private let idle = Mutex<[DrawingBoard]>([])

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  func take() -> DrawingBoard {
    idle.withLock { $0.popLast() } ?? DrawingBoard(width: width, height: height)
  }

  func giveBack(_ board: consuming DrawingBoard) {
    let board = board
    idle.withLock { $0.append(board) }
  }
}
