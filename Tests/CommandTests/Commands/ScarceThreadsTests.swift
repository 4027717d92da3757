import Foundation
import InklingTestSupport
import Testing

#if os(Linux)
  extension CommandTests {
    /// Systems that give few threads, little room for their stacks, or few open files.
    @Suite struct ScarceThreadsTests {
      let sandbox: Sandbox

      init() throws { sandbox = try Sandbox() }

      private func shell(_ line: String) throws -> CommandResult {
        try RunningCommand(
          ["-c", line], executable: "/bin/bash", in: sandbox.path,
          environment: ["PATH": "/usr/bin:/bin", "HOME": sandbox.path]
        ).wait()
      }

      /// A user of whom nothing else runs: the limit counts all of its threads.
      @Test(.enabled(if: getuid() == 0, "only root becomes another user"), arguments: [1, 2, 3], [1, 64])
      func fewProcesses(count: Int, threads: Int) throws {
        let all = try sandbox.train(["--batch-size", "128"], epochs: 1).json()["weights_sha256"]
        let result = try shell(
          """
          cp "\(RunningCommand.executable)" ./command; chmod 777 .; chmod -R a+rX data command; ulimit -u \(count)
          exec setpriv --reuid=\(61_000 + 100 * count + threads) --regid=65534 --clear-groups ./command train \
            --data data --epochs 1 --batch-size 128 --threads \(threads) --runs others --json
          """)
        #expect(result.status == 0, "\(result.errors)")
        // Of few threads, or of more than a batch has blocks.
        #expect(result.errors.contains(" threads") == (threads == 64), "\(result.errors)")
        #expect(try result.json()["weights_sha256"] == all)
        #expect(try result.json()["threads"] != .number(64))
      }

      @Test(arguments: [95_000, 105_000, 115_000, 125_000, 153_600, 307_200], [1, 5])
      func littleAddressSpace(kilobytes: Int, threads: Int) throws {
        let result = try shell(
          """
          ulimit -v \(kilobytes)
          exec "\(RunningCommand.executable)" train --data data --epochs 2 --threads \(threads) --json
          """)
        // 127: the system's loader does without less than its libraries need.
        #expect([0, 69, 127].contains(result.status), "\(result.errors)")
        #expect(kilobytes < 300_000 || threads > 1 || result.status == 0)
        if result.status == 69 { #expect(result.lastError.contains("there is not enough memory for ")) }
      }

      @Test(arguments: 4...7) func fewOpenFiles(count: Int) throws {
        let result = try shell(
          "ulimit -n \(count); exec \"\(RunningCommand.executable)\" train --data data --epochs 1 --name a")
        #expect([0, 73, 74].contains(result.status), "\(result.errors)")
        if result.status != 0 { #expect(result.lastError.contains("Too many open files")) }
      }
    }
  }
#endif
