import Foundation
import Testing

extension Trait where Self == ConditionTrait {
  /// Of suites in which a server runs: it shares the processors with all tests of its process, and would starve beside many
  /// long ones. `make test` runs these suites in a process of their own.
  static var startsServers: Self {
    .enabled(
      if: ProcessInfo.processInfo.environment["INKLING_SERVER_TESTS"] == "1",
      "they need a process of their own: INKLING_SERVER_TESTS=1 swift test --filter ServingTests")
  }
}
