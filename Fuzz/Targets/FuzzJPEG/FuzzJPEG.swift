import FuzzingPictures
import InklingImages

/// Pictures in the format JPEG.
@main
enum FuzzJPEG {
  static func main() { PictureFuzzing.run(.jpeg) }
}
