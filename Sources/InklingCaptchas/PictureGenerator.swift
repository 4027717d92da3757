/// Pictures with texts that are drawn when they are wanted: picture `index` of epoch `epoch` is a function of these two
/// and of the generator's own values, whichever thread draws it.
public protocol PictureGenerator: Sendable {
  /// What messages call it, such as "captcha, style classic".
  var name: String { get }
  /// Everything that its pictures follow from, the fonts' digests included: two with the same draw the same.
  var identity: String { get }
  /// 1 for grey, 3 for red, green and blue.
  var channels: Int { get }
  /// Rows of pixels.
  var height: Int { get }
  /// Columns of pixels.
  var width: Int { get }
  /// "blank", and a name for each character (`Alphabet.classNames`).
  var classNames: [String] { get }
  /// The most characters of a text.
  var longestText: Int { get }
  /// The classes of the picture's characters, from 1.
  func labels(of index: Int, epoch: Int) -> [Int]
  /// Writes channels * height * width bytes, [C, H, W].
  func draw(_ index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>)
}
