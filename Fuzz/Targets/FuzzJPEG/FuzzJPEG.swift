import FuzzingPictures

/// Pictures in the format JPEG.
@main
enum FuzzJPEG {
  static func main() { PictureFuzzing.run(.jpeg) }
}
