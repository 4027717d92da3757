import InklingFiles
import InklingFormats

/// Reads IDX files of one's own: images of bytes in three or four dimensions, labels of any whole numbers.
enum IDXOwnDataset {
  /// - Throws: `InputError`: `.missing` for files that are not there, `.malformed` for anything in them that is wrong.
  static func read(
    _ files: IDXOwnFiles, folder: String, name: String, _ reading: DatasetReading
  ) throws(InputError) -> Dataset {
    let names = try ClassNameFile.names(in: folder)
    let train = try part(files.train)
    let test = try files.test.map { files throws(InputError) in try part(files) }
    return try ArrayDataset.dataset(train, test, names: names, name: name, source: folder, reading: reading)
  }

  private static func part(_ files: IDXOwnFiles.Part) throws(InputError) -> ArrayPart {
    let magic = try magicNumber(of: files.images)
    let images = try IDXFile(contentsOf: files.images, dimensionCount: magic.dimensions == 4 ? 4 : 3)
    let pixels = try NamedArray(name: "images", elementType: .uint8, shape: images.dimensions, bytes: images.bytes)
    return try ArrayPart(pixels: pixels, labels: labels(files.labels), path: files.images)
  }

  private static func labels(_ path: String) throws(InputError) -> NamedArray {
    let element = try magicNumber(of: path).element
    let type: (IDXElement, ElementType) =
      switch element {
      case .signedByte: (.signedByte, .int8)
      case .int16: (.int16, .int16)
      case .int32: (.int32, .int32)
      // What is no whole number is refused by the reader, which expects bytes.
      case .unsignedByte, .float, .double, nil: (.unsignedByte, .uint8)
      }
    let file = try IDXFile(contentsOf: path, dimensionCount: 1, element: type.0)
    var bytes = file.bytes
    let size = type.0.size
    for start in stride(from: 0, to: bytes.count, by: size) where size > 1 {
      for place in 0..<size / 2 { bytes.swapAt(start + place, start + size - 1 - place) }
    }
    return try NamedArray(name: "labels", elementType: type.1, shape: file.dimensions, bytes: bytes)
  }

  /// What the first four bytes say; nil for what is no IDX file, which the reader refuses in its own words.
  private static func magicNumber(of path: String) throws(InputError) -> (element: IDXElement?, dimensions: Int) {
    var stream = try GzipStream(contentsOf: path)
    let bytes = try [UInt8](unsafeUninitializedCapacity: 4) { (buffer, count) throws(InputError) in
      count = try stream.fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<4]))
    }
    guard bytes.count == 4 else { return (nil, 0) }
    return (IDXElement(rawValue: bytes[2]), Int(bytes[3]))
  }
}
