import Fuzzing
import InklingFiles
import InklingFormats

/// What the directory accepts must be readable or refused, and what was read must come back when it is written.
@main
enum FuzzZip {
  static func main() {
    Fuzzing.run { (bytes) throws(InputError) in
      var limits = ZipFile.Limits()
      (limits.memberSize, limits.totalSize) = (1 << 22, 1 << 23)
      let file = try ZipFile(bytes: bytes, limits: limits)
      var writer = ZipWriter()
      var contents: [(String, [UInt8])] = []
      for (index, member) in file.members.enumerated() {
        let content: [UInt8]
        do throws(InputError) {
          content = try file.read(member.name)
        } catch {
          // Damaged data does not hide the members behind it.
          precondition(error.kind == .malformed)
          continue
        }
        precondition(content.count == member.size)
        try writer.add(member.name, content, isDeflated: index.isMultiple(of: 2), alignment: 1 + index % 70)
        contents.append((member.name, content))
      }
      let again = try ZipFile(bytes: writer.finish())
      for (name, content) in contents {
        let copy = try again.read(name)
        precondition(copy == content, name)
      }
    }
  }
}
