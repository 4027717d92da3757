import Fuzzing
import InklingFiles
public import InklingImages

/// Runs the decoder of one format of pictures.
public enum PictureFuzzing {
  /// What is decoded must have the size and channels that its header says, be the same a second time, on black of the
  /// same size, and come back when it is written.
  public static func run(_ format: PictureFormat) -> Never {
    var limits = PictureLimits()
    (limits.pixels, limits.memory) = (1 << 16, 1 << 26)
    let checked = limits
    Fuzzing.run { (bytes) throws(InputError) in
      guard PictureFormat(bytes) == format else { return }
      let header = try PictureFile.header(of: bytes, limits: checked)
      let picture = try PictureFile.decode(bytes, limits: checked)
      precondition(
        [header.width, header.height, header.channels] == [picture.width, picture.height, picture.channels])
      let onBlack = try PictureFile.decode(bytes, limits: checked, background: .black)
      precondition(onBlack.samples.count == picture.samples.count)
      guard bytes.count % 8 == 0 else { return }
      let again = try PictureFile.decode(bytes, limits: checked)
      precondition(again == picture)
      let copy = try PictureFile.decode(try PictureFile.encode(picture, as: bytes.count % 16 == 0 ? .png : .pnm))
      precondition(copy == picture)
      let small = picture.gray().resized(width: 1 + bytes.count % 30, height: 1 + Int(bytes[bytes.count / 2]) % 40)
      precondition(small.isGray)
    }
  }
}
