import InklingFiles
import Testing

@testable import InklingONNX

struct ONNXModelTests {
  @Test func empty() {}
}
