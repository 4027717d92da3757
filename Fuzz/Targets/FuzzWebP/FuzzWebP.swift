import FuzzingPictures

/// Pictures in the format WebP.
@main
enum FuzzWebP {
  static func main() { PictureFuzzing.run(.webp) }
}
