import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Data that is wrong: one sentence with the path, an exit status of 65 or 66, and nothing left behind.
  @Suite struct BadDataTests {
    struct Fault: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let status: Int32
      let words: [String]
      let spoil: @Sendable (Sandbox) throws -> Void

      init(_ name: String, _ status: Int32 = 65, _ words: [String], spoil: @escaping @Sendable (Sandbox) throws -> Void)
      {
        testDescription = name
        self.status = status
        self.words = words
        self.spoil = spoil
      }

      /// A change of one file's bytes.
      static func bytes(
        _ name: String, _ file: String, _ words: [String], change: @escaping @Sendable (inout [UInt8]) -> Void
      ) -> Fault {
        Fault(name, 65, words + [file]) { sandbox in
          var bytes = try sandbox.bytes("data/mnist/\(file)")
          change(&bytes)
          try sandbox.write(bytes, to: "data/mnist/\(file)")
        }
      }
    }

    private static let images = "train-images-idx3-ubyte"
    private static let labels = "train-labels-idx1-ubyte"
    private static let testLabels = "t10k-labels-idx1-ubyte"

    static let faults: [Fault] = [
      .bytes("wrong magic number", images, ["wrong magic number", "at byte 0", "expected 00 00 08 03"]) { $0[0] = 7 },
      .bytes("wrong element type", images, ["wrong element type", "at byte 2", "found 0D (32-bit floats)"]) {
        $0[2] = 0x0D
      },
      .bytes("wrong number of dimensions", labels, ["wrong number of dimensions", "at byte 3"]) { $0[3] = 3 },
      .bytes("truncated data", images, ["the data is truncated", "expected 250880 bytes of data"]) { $0.removeLast() },
      .bytes("truncated header", images, ["the header is truncated"]) { $0 = Array($0.prefix(9)) },
      .bytes("trailing bytes", labels, ["trailing bytes after the data", "at byte 328"]) { $0.append(0) },
      .bytes("dimensions that overflow", images, ["4294967295 x 4294967295 x 4294967295"]) {
        $0.replaceSubrange(4..<16, with: [UInt8](repeating: 255, count: 12))
      },
      .bytes("more data than the file can hold", images, ["the data is truncated"]) { $0[5] = 1 },
      .bytes("counts that differ", labels, ["the counts of images and labels differ", "expected 320 labels"]) {
        $0 = Array($0.prefix(8 + 300))
        $0.replaceSubrange(6..<8, with: [1, 44])
      },
      .bytes("a label outside the classes", testLabels, ["a label outside the classes", "at byte 18", "found 10"]) {
        $0[18] = 10
      },
      .bytes("an empty file", images, ["the file is empty"]) { $0 = [] },
      .bytes("truncated gzip", images, ["the compressed data is cut off"]) {
        $0 = Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
      },
      Fault("a directory for a file", 66, ["a directory where a file belongs", labels]) { sandbox in
        try FileManager.default.removeItem(atPath: sandbox.file("data/mnist/\(labels)"))
        try FileManager.default.createDirectory(
          atPath: sandbox.file("data/mnist/\(labels)"), withIntermediateDirectories: false)
      },
      Fault("a missing file", 66, ["MNIST is not in the data folder in data", labels]) { sandbox in
        try FileManager.default.removeItem(atPath: sandbox.file("data/mnist/\(labels)"))
      },
      Fault("a missing folder", 66, ["no such data folder in data"]) { sandbox in
        try FileManager.default.removeItem(atPath: sandbox.file("data"))
      },
      Fault("a file for the folder", 66, ["no such data folder in data"]) { sandbox in
        try FileManager.default.removeItem(atPath: sandbox.file("data"))
        try sandbox.write([1], to: "data")
      },
    ]

    @Test func theBenchmarkNeedsItsDataToo() throws {
      let result = try Sandbox(nil).run(["benchmark", "--data", "nowhere"])
      #expect(result.status == 66, "\(result.errors)")
      #expect(result.lastError.contains("no such data folder in nowhere"))
    }

    @Test(arguments: faults)
    func isRefusedInOneSentence(fault: Fault) throws {
      let sandbox = try Sandbox()
      try fault.spoil(sandbox)
      for command in [["train", "--json"], ["data", "--json"]] {
        let result = try sandbox.run(command + ["--data", "data"])
        #expect(result.status == fault.status)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("inkling: ") && result.errors.hasSuffix(".\n"))
        #expect(result.errors.filter { $0 == "\n" }.count == 1)
        for word in fault.words { #expect(result.errors.contains(word), "\(word) in \(result.errors)") }
      }
      #expect(!sandbox.exists("runs"))
    }

    @Test func theTestImagesMustHaveTheSizeOfTheTrainingImages() throws {
      let sandbox = try Sandbox()
      var mixed = TinyDataset.digits
      let other = TinyDataset.noise(height: 20, width: 20)
      (mixed.testImages, mixed.testLabels) = (other.testImages, other.testLabels)
      try mixed.write(to: sandbox.file("data/mnist"))
      let result = try sandbox.train()
      #expect(result.status == 65)
      #expect(result.lastError.contains("training and test images differ in size"))
    }
  }
}
