import Foundation

/// `Tests/Peers/tensorboard_events.py`, where Python and TensorBoard are there: the interpreter is `PEER_PYTHON`, or python3.
enum TensorBoardPeer {
  static let isThere: Bool = {
    let isThere = (try? run(["-c", "import tensorboard"]))?.status == 0
    if !isThere {
      print("TensorBoard is not there: its readers were not asked (PEER_PYTHON names a Python that has it)")
    }
    return isThere
  }()

  /// What TensorBoard finds in a folder.
  static func read(_ folder: String) throws -> Found {
    try JSONDecoder().decode(Found.self, from: run([script, "read", folder]).output)
  }

  /// Lets TensorBoard write a file into a folder.
  static func write(_ folder: String) throws { _ = try run([script, "write", folder]) }

  struct Found: Decodable {
    var scalars: [String: [Point]]
    var histograms: [String: [Histogram]]
    var images: [String: [Image]]
    var text: [String: [Text]]
    var graph: [Node]?
    var hyperparameters: Hyperparameters
    var series: [String: [Int]]
    var plugins: [String: String]
    var warnings: [String]
  }

  struct Point: Decodable, Equatable {
    var step: Int
    var value: Double

    init(_ step: Int, _ value: Double) { (self.step, self.value) = (step, value) }

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      (step, value) = (try list.decode(Int.self), try list.decode(Double.self))
    }
  }

  struct Histogram: Decodable {
    struct Value: Decodable {
      var min: Double
      var max: Double
      var num: Double
      var sum: Double
      var sum_squares: Double
      var bucket_limit: [Double]
      var bucket: [Double]
    }

    var step: Int
    var value: Value

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      (step, value) = (try list.decode(Int.self), try list.decode(Value.self))
    }
  }

  struct Image: Decodable {
    var step: Int
    var width: Int
    var height: Int
    var hexadecimal: String

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      (step, width) = (try list.decode(Int.self), try list.decode(Int.self))
      (height, hexadecimal) = (try list.decode(Int.self), try list.decode(String.self))
    }
  }

  struct Text: Decodable {
    var step: Int
    var texts: [String]

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      (step, texts) = (try list.decode(Int.self), try list.decode([String].self))
    }
  }

  struct Node: Decodable {
    var name: String
    var op: String
    var input: [String]
    var attr: [String: Attribute]
  }

  enum Attribute: Decodable, Equatable {
    case shapes([[Int]])
    case flag(Bool)
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let shapes = try? value.decode([[Int]].self) {
        self = .shapes(shapes)
      } else if let flag = try? value.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try value.decode(String.self))
      }
    }
  }

  struct Hyperparameters: Decodable {
    var columns: [String: Int]?
    var metrics: [String]?
    var group: String?
    var values: [String: Attribute]?
    var status: Int?
  }

  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Peers/tensorboard_events.py").standardizedFileURL.path(percentEncoded: false)

  private static func run(_ arguments: [String]) throws -> (status: Int32, output: Data) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["PEER_PYTHON"] ?? "python3"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, data)
  }
}
