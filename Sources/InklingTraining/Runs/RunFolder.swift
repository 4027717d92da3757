import InklingFiles
import InklingPlatform

/// The folder of one run, `runs/<name>/`, locked: what the run is, how it went, and what it learned.
///
///     configuration.json         the recipe, and what stands beside it
///     recipe.yaml                the recipe, with every default written out
///     model.json                 the whole network, its classes and its normalisation
///     weights-start.safetensors  what the run started from, when that was no seed
///     history.csv                a line an epoch
///     checkpoint-last            everything for an exact resume
///     checkpoint-previous        the one before, for when the last is damaged
///     weights-last.safetensors   the newest weights
///     weights-best.safetensors   the weights of the best epoch: by the validation, or without one by training loss
///     report.json                the final report
///     model.safetensors          the model that the run ended with, whole: a file that travels
///     data.json                  the digests of the images and labels that it is trained and tested on
///     split.json                 which images are held out, when some are
///     test-evaluations.log       a line for each time that the test set was looked at
///     tensorboard/               event files, where TensorBoard was asked for
///     lock                       held by the process that trains in it
///
/// Every file is replaced as a whole: a crash at any moment leaves the old one or the new one, never a part.
public struct RunFolder: Sendable {
  /// The folder's path.
  public let path: String
  /// What the folder's run is configured to do, its name included.
  public let configuration: RunConfiguration
  let lock: RunLock
  /// Whether the folder was made with this value, and nothing was in it.
  private let isNew: Bool
  /// The report of a run that has ended and is resumed with nothing changed: it stays as it is, also where a later release
  /// would have gone on.
  var finishedReport: TrainingReport?

  init(path: String, configuration: RunConfiguration, lock: RunLock, isNew: Bool = false) {
    self.path = path
    self.configuration = configuration
    self.lock = lock
    self.isNew = isNew
  }

  /// The same folder, configured otherwise.
  func with(_ configuration: RunConfiguration) -> RunFolder {
    var folder = RunFolder(path: path, configuration: configuration, lock: lock, isNew: isNew)
    folder.finishedReport = finishedReport
    return folder
  }

  /// The run's name.
  public var name: String { RunPath.name(of: path) }

  /// Lets other processes train in the folder. Nothing may be written to it afterwards. The process's end does the same.
  public func unlock() { lock.release() }

  /// Takes away the folder of a run that could not start, so that its name is free again. A folder that was there before
  /// stays, and so does one in which a checkpoint, weights or an evaluation was saved.
  package func discard() {
    let kept = [File.lastCheckpoint, .previousCheckpoint, .lastWeights, .bestWeights, .report, .testEvaluations]
    guard isNew, kept.allSatisfy({ RunPath.content(of: path(of: $0)) == .nothing }) else { return }
    for folder in [tensorBoardFolder, path] {
      for entry in RunPath.entries(of: folder) ?? [] { unlink("\(folder)/\(entry)") }
    }
    rmdir(tensorBoardFolder)
    rmdir(path)
    unlock()
  }

  /// The folder of the event files for TensorBoard.
  public var tensorBoardFolder: String { "\(path)/tensorboard" }

  /// The path of one of the folder's files.
  public func path(of file: File) -> String { Self.path(of: file, in: path) }

  /// The path of one of the files of the run folder at `path`.
  public static func path(of file: File, in path: String) -> String { "\(path)/\(file.rawValue)" }

  /// The files of a run folder.
  public enum File: String, Sendable, CaseIterable {
    /// The `RunConfiguration`, recipe included.
    case configuration = "configuration.json"
    /// The recipe, with every default written out, when the run has one.
    case recipe = "recipe.yaml"
    /// The `ModelDescription`: network, classes and normalisation.
    case model = "model.json"
    /// The weights that the run started from, when that was no seed.
    case startingWeights = "weights-start.safetensors"
    /// A line for each finished epoch.
    case history = "history.csv"
    /// The newest checkpoint.
    case lastCheckpoint = "checkpoint-last"
    /// The checkpoint before it, in case the newest is damaged.
    case previousCheckpoint = "checkpoint-previous"
    /// The newest weights.
    case lastWeights = "weights-last.safetensors"
    /// The weights of the best epoch so far.
    case bestWeights = "weights-best.safetensors"
    /// The `TrainingReport` of a finished run.
    case report = "report.json"
    /// The `TrainedModel` of a finished run.
    case trainedModel = "model.safetensors"
    /// The fingerprint of the data set.
    case data = "data.json"
    /// The `SplitRecord` of the images that are held out, when some are.
    case split = "split.json"
    /// A line for each look at the test set.
    case testEvaluations = "test-evaluations.log"
    /// Held by the process that writes to the folder.
    case lock = "lock"
  }
}
