import FuzzingPictures
import InklingImages

/// Pictures in the format BMP.
@main
enum FuzzBMP {
  static func main() { PictureFuzzing.run(.bmp) }
}
