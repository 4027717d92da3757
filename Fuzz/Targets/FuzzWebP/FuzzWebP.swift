import FuzzingPictures
import InklingImages

/// Pictures in the format WebP.
@main
enum FuzzWebP {
  static func main() { PictureFuzzing.run(.webp) }
}
