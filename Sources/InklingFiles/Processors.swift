#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The processors that this process may use.
package enum Processors {
  /// At least one.
  package static let count = max(ProcessInfo.processInfo.activeProcessorCount, 1)
}
