import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Sizes that cannot be, or for which there is no memory.
  @Suite struct LargeInputTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private func shell(_ line: String) throws -> CommandResult {
      try RunningCommand(
        ["-c", "inkling() { \"\(RunningCommand.executable)\" \"$@\"; }; \(line)"], executable: "/bin/bash",
        in: sandbox.path, environment: ["PATH": "/usr/bin:/bin", "HOME": sandbox.path]
      ).wait()
    }

    private func sparse(_ name: String, start: String = "", gigabytes: Int) throws {
      try sandbox.write(Array(start.utf8), to: name)
      let file = try #require(FileHandle(forWritingAtPath: sandbox.file(name)))
      try file.truncate(atOffset: UInt64(gigabytes) << 30)
      try file.close()
    }

    @Test(
      arguments: [
        ("zeros.safetensors", 65, "broken header in zeros.safetensors"),
        ("/dev/zero", 66, "/dev/zero: expected a regular file, found a pipe or a device"),
      ] as [(String, Int32, String)])
    func zerosAreNoWeightsToStartFrom(path: String, status: Int32, sentence: String) throws {
      try sparse("zeros.safetensors", gigabytes: 8)
      let result = try sandbox.train(["--model", "lenet", "--from", path])
      #expect(result.status == status, "\(result.errors)")
      #expect(result.lastError.contains(sentence))
    }

    @Test func zerosAreNoWeightsOfARun() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      for name in ["weights-last.safetensors", "weights-best.safetensors", "checkpoint-last", "checkpoint-previous"] {
        try sparse("runs/a/\(name)", gigabytes: 8)
      }
      let result = try sandbox.run(["evaluate", "a", "--data", "data"])
      #expect(result.status == 65, "\(result.errors)")
      #expect(result.lastError.contains("broken header in runs/a/weights-"))
      let resumed = try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "2"])
      #expect(resumed.status == 65, "\(resumed.errors)")
      #expect(resumed.lastError.contains("both checkpoints are damaged"))
    }

    #if os(Linux)
      /// 7 GB of weights where 4 GB are allowed.
      private static let model =
        "name: wide\nlayers:\n  - flatten\n" + String(repeating: "  - linear: 4096\n", count: 105)
        + "  - linear: classes\n"

      @Test(arguments: ["summary", "train --data data --name a"])
      func aModelThatIsTooLargeIsRefused(command: String) throws {
        try sandbox.write(Array(Self.model.utf8), to: "wide.yaml")
        let result = try shell("ulimit -v 4194304; inkling \(command) --model wide.yaml")
        #expect(result.status == 69, "\(result.errors)")
        #expect(result.lastError.contains("there is not enough memory for the model: expected "), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count < 10)
      }

      @Test func evaluateRefusesItToo() throws {
        try sandbox.write(Array("name: narrow\nlayers:\n  - flatten\n  - linear: classes\n".utf8), to: "narrow.yaml")
        #expect(try sandbox.train(["--name", "a", "--model", "narrow.yaml"], epochs: 1).status == 0)
        let text = #"{"0.weight":{"dtype":"F32","shape":[1073741824],"data_offsets":[0,4294967296]}}"#
        let length = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) }
        for name in ["weights-last.safetensors", "weights-best.safetensors"] {
          try sandbox.write(length + Array(text.utf8), to: "runs/a/\(name)")
          let file = try #require(FileHandle(forWritingAtPath: sandbox.file("runs/a/\(name)")))
          try file.truncate(atOffset: UInt64(8 + text.utf8.count) + 4_294_967_296)
          try file.close()
        }
        let result = try shell("ulimit -v 2097152; inkling evaluate a --data data")
        #expect(result.status == 69, "\(result.errors)")
        #expect(result.lastError.contains("not enough memory for the file's tensors"))
      }

      /// A gigabyte of images packed into a megabyte, beside 320 labels.
      @Test func manyImagesBesideFewLabelsAreNotUnpacked() throws {
        let result = try shell(
          """
          rm data/mnist/train-images-idx3-ubyte
          { printf '\\0\\0\\10\\3\\0\\24\\0\\0\\0\\0\\0\\34\\0\\0\\0\\34'; head -c 1027604480 /dev/zero; } \
            | gzip -1 > data/mnist/train-images-idx3-ubyte.gz
          ulimit -v 524288; inkling train --data data --epochs 1
          """)
        #expect(result.status == 65, "\(result.errors)")
        #expect(result.lastError.contains("the counts of images and labels differ"), "\(result.errors)")
      }
    #endif
  }
}
