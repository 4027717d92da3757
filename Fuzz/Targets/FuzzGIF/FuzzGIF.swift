import FuzzingPictures
import InklingImages

/// Pictures in the format GIF.
@main
enum FuzzGIF {
  static func main() { PictureFuzzing.run(.gif) }
}
