import InklingPlatform

/// The memory that is left to this process. What a header, a recipe or an option asks for is asked for here before it is
/// taken: an allocation that fails ends the process without a sentence.
package enum Memory {
  /// What is left, for tests of what happens with little; nil for what the system says.
  @TaskLocal package static var allowance: Int?

  /// Requests below this are granted unless the process's own limits say otherwise.
  private static let small = 1 << 26
  /// What is left to everything that is too small to ask for.
  private static let margin = 1 << 23

  /// - Parameters:
  ///   - bytes: a count that may be an estimate, in floating point so that no product is too large for it.
  ///   - purpose: "the weights", as in "there is not enough memory for the weights".
  ///   - remedy: what to do about it.
  /// - Throws: `InputError` of kind `.unavailable` with both counts when less is left.
  package static func require(
    _ bytes: Double, for purpose: String, path: String? = nil, remedy: String
  ) throws(InputError) {
    let left = left(for: bytes)
    guard bytes + Double(margin) > left else { return }
    throw InputError(
      .unavailable, "there is not enough memory for \(purpose)", path: path,
      expected: "\(text(bytes)) bytes", found: "\(text(max(left - Double(margin), 0))) bytes", remedy: remedy)
  }

  /// The same for a count that is known.
  package static func require(
    _ bytes: Int, for purpose: String, path: String? = nil, remedy: String
  ) throws(InputError) {
    try require(Double(bytes), for: purpose, path: path, remedy: remedy)
  }

  private static func text(_ bytes: Double) -> String { bytes < 1e18 ? "\(Int(bytes))" : "more than 10^18" }

  private static func left(for bytes: Double) -> Double {
    if let allowance { return Double(allowance) }
    let own = limitLeft()
    return bytes < Double(small) ? own : min(own, machineLeft())
  }
}

extension Memory {
  /// What the process's limits of memory (`ulimit -v`, `ulimit -d`) leave.
  private static func limitLeft() -> Double {
    #if os(Linux)
      let (space, data) = memoryLimits()
      guard space != nil || data != nil else { return .infinity }
      let pages = SystemFile.numbers(in: "/proc/self/statm")
      let page = Double(sysconf(Int32(_SC_PAGESIZE)))
      return min(
        space.map { $0 - (pages.first ?? 0) * page } ?? .infinity,
        data.map { $0 - (pages.count > 5 ? pages[5] : 0) * page } ?? .infinity)
    #else
      return .infinity
    #endif
  }

  /// What the machine, or the container that the process runs in, still has.
  private static func machineLeft() -> Double {
    #if os(Linux)
      return min(available(), containerLeft())
    #else
      var bytes: UInt64 = 0
      var size = MemoryLayout<UInt64>.size
      // How much of it is free is not asked: macOS makes room for what is wanted.
      return sysctlbyname("hw.memsize", &bytes, &size, nil, 0) == 0 ? Double(bytes) : .infinity
    #endif
  }

  #if os(Linux)
    /// What Linux can give without killing anybody: free memory, what caches hold, and swap space.
    private static func available() -> Double {
      let values = fields(in: "/proc/meminfo")
      guard let free = values["MemAvailable:"] else { return .infinity }
      return (free + (values["SwapFree:"] ?? 0)) * 1024
    }

    private static func containerLeft() -> Double {
      guard let limit = SystemFile.numbers(in: "/sys/fs/cgroup/memory.max").first else { return .infinity }
      return limit - (fields(in: "/sys/fs/cgroup/memory.stat")["anon"] ?? 0)
    }

    /// The number behind each name, a line each.
    private static func fields(in path: String) -> [Substring: Double] {
      var fields: [Substring: Double] = [:]
      let words = SystemFile.words(in: path)
      for (name, value) in zip(words, words.dropFirst()) {
        if let number = Double(value), Double(name) == nil { fields[name] = number }
      }
      return fields
    }
  #endif
}
