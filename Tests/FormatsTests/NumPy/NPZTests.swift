import Testing

@testable import InklingFiles
@testable import InklingFormats

@Suite struct NPZTests {
  let arrays = [
    NamedArray(name: "x_train", shape: [2, 2], floats: [1, 2, 3, 4]), NamedArray(name: "y", shape: [1], integers: [-7]),
  ]

  private func sentence(_ body: () throws(InputError) -> Void) -> String? {
    do throws(InputError) {
      try body()
      return nil
    } catch {
      return error.description
    }
  }

  @Test func membersAreFilesNamedAfterTheArrays() throws {
    let members = try NPZ.members(for: arrays)
    #expect(members.map(\.name) == ["x_train.npy", "y.npy"])
    #expect(try NPZ.arrays(of: members) == arrays)
  }

  @Test func somethingElseIsRefusedByName() throws {
    let members = try NPZ.members(for: arrays) + [(name: "data.pkl", bytes: [])]
    #expect(
      sentence { () throws(InputError) in _ = try NPZ.arrays(of: members, path: "a.npz") }
        == "the archive holds something else than arrays in a.npz: expected members named NAME.npy, found 'data.pkl'; give a "
        + "file that numpy.savez wrote.")
    let twice = try NPZ.members(for: [arrays[0]]) + NPZ.members(for: [arrays[0]])
    #expect(
      sentence { () throws(InputError) in _ = try NPZ.arrays(of: twice, path: "a.npz") }
        == "two arrays of one name in a.npz: expected each name once, found 'x_train'.")
    #expect(
      sentence { () throws(InputError) in _ = try NPZ.arrays(of: [("y.npy", [1, 2])], path: "a.npz") }?
        .hasPrefix("wrong magic number in a.npz/y.npy at byte 0") == true)
  }

  @Test(arguments: ["", "../a", "/a", "a//b", "a\\b", "a\0", "a/./b", "y"]) func namesThatNoArchiveCanHoldAreRefused(
    name: String
  ) {
    let text = sentence { () throws(InputError) in
      _ = try NPZ.members(for: [arrays[1], NamedArray(name: name, shape: [], floats: [0])])
    }
    #expect(text?.hasPrefix("an .npz file cannot hold arrays of these names") == true)
  }
}
