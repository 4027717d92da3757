#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The processors that this process may use.
package enum Processors {
  /// At least one: those that the system gives the process, or as many as its control group may keep busy where that is
  /// fewer, as in a container with a quota.
  package static let count = max(min(ProcessInfo.processInfo.activeProcessorCount, quota() ?? .max), 1)

  /// The processors that a control group (version 2, of Linux) and those around it allow, parts rounded up; nil without a
  /// limit. "Control Group v2" in the Linux kernel's documentation describes the files.
  ///
  /// - Parameters:
  ///   - root: the folder of all groups.
  ///   - membership: the file that names the process's own.
  static func quota(root: String = "/sys/fs/cgroup", membership: String = "/proc/self/cgroup") -> Int? {
    guard let group = SystemFile.words(in: membership).first(where: { $0.hasPrefix("0::/") }) else { return nil }
    var names = group.dropFirst(3).split(separator: "/")
    var least: Int?
    while true {
      let file = ([root[...]] + names + ["cpu.max"]).joined(separator: "/")
      if let limit = processors(SystemFile.words(in: file)) { least = min(least ?? .max, limit) }
      if names.popLast() == nil { return least }
    }
  }

  /// What `cpu.max` allows: microseconds of work in each period of so many, so that "150000 100000" is two processors.
  private static func processors(_ words: [Substring]) -> Int? {
    let numbers = words.compactMap { Double($0) }
    guard words.count == 2, numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
    return Int(min((numbers[0] / numbers[1]).rounded(.up), 1e6))
  }
}
