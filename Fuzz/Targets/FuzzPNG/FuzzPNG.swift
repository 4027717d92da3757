import FuzzingPictures
import InklingImages

/// Pictures in the format PNG.
@main
enum FuzzPNG {
  static func main() { PictureFuzzing.run(.png) }
}
