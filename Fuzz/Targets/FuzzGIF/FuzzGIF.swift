import FuzzingPictures

/// Pictures in the format GIF.
@main
enum FuzzGIF {
  static func main() { PictureFuzzing.run(.gif) }
}
