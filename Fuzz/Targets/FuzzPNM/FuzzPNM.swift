import FuzzingPictures
import InklingImages

/// Pictures in the format PNM.
@main
enum FuzzPNM {
  static func main() { PictureFuzzing.run(.pnm) }
}
