import InklingFiles
import InklingImages
import InklingPlatform
import InklingStore

/// A folder for a test's store, which goes with it.
final class StorePlace {
  let folder: String
  var store: String { "\(folder)/store.sqlite" }

  init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    folder = "\(base)/inkling-store-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    try Folder.create(folder)
  }

  deinit { Self.remove(folder) }

  private static func remove(_ path: String) {
    for entry in Folder.entries(of: path) ?? [] {
      if Folder.exists("\(path)/\(entry)") { remove("\(path)/\(entry)") } else { unlink("\(path)/\(entry)") }
    }
    rmdir(path)
  }

  /// All bytes of the store and its log, as text.
  func bytes() -> String {
    let files = (Folder.entries(of: folder) ?? []).sorted().map { "\(folder)/\($0)" }
    return files.map { path in
      String(decoding: (try? FileBytes.read(path, limit: 1 << 24)) ?? [], as: UTF8.self)
    }.joined()
  }

  static func correction(
    _ label: String, contributor: String = "somebody", strokes: Bool = false, side: Int = 28
  ) throws(InputError) -> Correction {
    var picture = Picture(width: side, height: side)
    for row in 4..<side - 4 { picture[side / 2, row] = UInt8(row * 9 % 256) }
    let png = try PictureFile.encode(picture, as: .png)
    let points = [
      StrokePoint(x: 1.5, y: 2, time: 0, pressure: 0.25), StrokePoint(x: -3, y: 1e-7, time: 16.7, pressure: 1),
    ]
    return Correction(
      framed: png, canvas: strokes ? png : nil, strokes: strokes ? [points, [points[0]]] : [],
      model: Correction.ModelIdentity(name: "digits", version: 2, digest: "abc"), answer: "1", probability: 0.75,
      label: label, time: 1_700_000_000_123, contributor: contributor)
  }
}
