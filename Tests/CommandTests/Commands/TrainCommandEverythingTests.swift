import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// The promise of the same bytes, with everything switched on at once.
  @Suite struct TrainCommandEverythingTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      try sandbox.write(Array(Self.recipe.utf8), to: "everything.yaml")
    }

    private static let recipe = """
      model:
        layers:
          - conv: {out: 8, kernel: 3, bias: false}
          - max_pool: 2
          - batch_norm
          - relu
          - residual: [{conv: {out: 8, kernel: 3, padding: same}}, {group_norm: 2}, gelu]
          - conv: {out: 8, kernel: 3}
          - prelu
          - dropout2d: 0.1
          - avg_pool: 2
          - flatten
          - linear: {out: 12, bias: false}
          - batch_norm
          - silu
          - dropout: 0.2
          - linear: classes
      data: {validation: 0.25}
      augmentation:
        - random_affine: {degrees: [-10, 10], translate: [0.1, 0.1], scale: [0.9, 1.1], shear: [-5, 5]}
        - elastic_transform: {alpha: 20, sigma: 4}
        - random_erasing: {p: 0.3}
        - mixup: {alpha: 0.2}
      loss: {label_smoothing: 0.1}
      optimizer: {name: adamw, learning_rate: 0.005, weight_decay: 0.05, amsgrad: true}
      parameter_groups:
        - {match: "conv*", learning_rate_scale: 0.5, weight_decay: 0.01}
      schedule: {name: reduce_on_plateau, patience: 0, threshold: 1, factor: 0.5, warm_up: {epochs: 1}}
      clipping: {norm: 1}
      accumulation: 2
      averaging: {name: ema, decay: 0.9, warm_up: true}
      selection: {monitor: validation_loss, restore_best: true}
      epochs: 6
      batch_size: 24
      seed: 5

      """

    private static func arguments(_ name: String, threads: Int) -> [String] {
      [
        "train", "--recipe", "everything.yaml", "--data", "data", "--name", name, "--threads", "\(threads)",
        "--checkpoint-every", "3", "--json",
      ]
    }

    private func digest(_ result: CommandResult) throws -> String {
      #expect(result.status == 0, "\(result.errors)")
      return try #require(try result.json()["weights_sha256"]?.string)
    }

    @Test func anyThreadsAndAKillGiveTheSameWeights() throws {
      let straight = try digest(sandbox.run(Self.arguments("straight", threads: 1)))
      #expect(try digest(sandbox.run(Self.arguments("two", threads: 2))) == straight)
      let command = try sandbox.start(Self.arguments("killed", threads: 3))
      // Some epochs on, when the rate has fallen: what depends on them must come back.
      while command.isRunning, (try? sandbox.bytes("runs/killed/history.csv"))?.count(where: { $0 == 10 }) ?? 0 < 4 {
        usleep(500)
      }
      let delay = UInt32.random(in: 0...50_000)
      usleep(delay)
      command.send(SIGKILL)
      #expect(try command.wait().status == -SIGKILL, "it had ended before it was killed, after \(delay) us")
      let resumed = try sandbox.run(["train", "--resume", "killed", "--data", "data", "--threads", "2", "--json"])
      #expect(try digest(resumed) == straight, "killed after \(delay) us")
      let history = ["straight", "killed"].map { name in
        String(decoding: (try? sandbox.bytes("runs/\(name)/history.csv")) ?? [], as: UTF8.self).split(separator: "\n")
          .map { $0.split(separator: ",").enumerated().filter { ![3, 4].contains($0.offset) }.map(\.element) }
      }
      #expect(history[0] == history[1] && history[0].count == 7)
    }
  }
}
