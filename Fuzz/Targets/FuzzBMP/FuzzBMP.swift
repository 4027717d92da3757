import FuzzingPictures

/// Pictures in the format BMP.
@main
enum FuzzBMP {
  static func main() { PictureFuzzing.run(.bmp) }
}
