import Foundation
import Testing

@testable import InklingFiles

@Suite struct ProcessorsTests {
  /// What a process of the group `name` may use, where the groups have these limits.
  private func quota(_ name: String, _ limits: [String: String]) throws -> Int? {
    let root = try TemporaryFolder()
    for (group, limit) in limits {
      let folder = root.path + "/groups" + group
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try limit.write(toFile: folder + "/cpu.max", atomically: false, encoding: .utf8)
    }
    let membership = root.path + "/membership"
    try "1:name=systemd:/other\n0::\(name)\n".write(toFile: membership, atomically: false, encoding: .utf8)
    return Processors.quota(root: root.path + "/groups", membership: membership)
  }

  @Test(arguments: [("150000 100000\n", 2), ("200000 100000", 2), ("1000 100000", 1), ("6400000 50000", 128)])
  func aQuotaIsACountOfProcessors(limit: String, count: Int) throws {
    #expect(try quota("/", ["": limit]) == count)
  }

  @Test(arguments: ["max 100000", "", "100000", "-1 100000", "100000 0", "nan nan", "1 2 3"])
  func whatIsNoQuotaLimitsNothing(limit: String) throws {
    #expect(try quota("/", ["": limit]) == nil)
  }

  @Test func theTightestGroupAroundCounts() throws {
    let limits = ["": "max 100000", "/a": "300000 100000", "/a/b": "900000 100000", "/a/b/c": "max 100000"]
    #expect(try quota("/a/b/c", limits) == 3)
    #expect(try quota("/other", limits) == nil)
  }

  @Test func aSystemWithoutGroupsLimitsNothing() throws {
    let root = try TemporaryFolder()
    #expect(Processors.quota(root: root.path, membership: root.path + "/none") == nil)
  }
}
