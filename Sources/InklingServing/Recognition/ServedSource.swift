import InklingExchange
public import InklingFiles
import InklingPlatform
import InklingRecognition
import InklingStore
import InklingTeaching
public import InklingTraining

/// A model for a server to serve: where it lies, and what clients call it.
public struct ServedSource: Sendable {
  let source: ModelSource
  /// Nil for the model that is part of the program.
  let path: String?

  /// A run's folder, or a model's file of any kind that the library opens.
  ///
  /// - Parameters:
  ///   - path: of the folder or the file; it is opened again when it changes, and a run when one of the files changes
  ///     from which its model comes.
  ///   - name: what clients call it; nil takes the path's last part, without its ending.
  ///   - version: a whole number from 1.
  ///   - decoder: how a model that reads texts makes a text of its columns; of no effect on others.
  ///   - opening: opens it, and says what a person should know, each in one sentence, for the server's log; nil opens
  ///     it as `TrainedModel(contentsOf:)` does.
  /// - Throws: `InputError` of kind `.usage` for a name that no address could hold.
  public init(
    path: String, name: String? = nil, version: Int = 1, decoder: TextDecoder = .greedy,
    opening: (@Sendable () throws(InputError) -> (model: TrainedModel, notes: [String]))? = nil
  ) throws(InputError) {
    self.path = path
    let isRun = Folder.exists(path)
    source = try ModelSource(
      name: name ?? Self.name(of: path), version: version,
      watched: isRun ? Self.paths([.configuration, .model], path) : [path],
      followed: {
        isRun
          ? Self.paths([.lastWeights, .bestWeights, .report, .data], path) : ModelOutput.tensorFiles(of: path)
      }
    ) { () throws(InputError) in
      guard let opening else { return ServedTrainedModel(try TrainedModel(contentsOf: path), decoder: decoder) }
      let opened = try opening()
      return ServedTrainedModel(opened.model, decoder: decoder, notes: opened.notes)
    }
  }

  /// The model that is part of the program.
  ///
  /// - Parameter opening: opens it; nil opens it as `EmbeddedModel.load()` does.
  /// - Throws: `InputError` of kind `.usage` for a name that no address could hold.
  public init(
    builtIn name: String = "digits", opening: (@Sendable () throws(InputError) -> TrainedModel)? = nil
  ) throws(InputError) {
    path = nil
    source = try ModelSource(name: name) { () throws(InputError) in
      let detector = try EmbeddedModel.detector()
      if let opening { return ServedTrainedModel(try opening(), detector: detector) }
      return ServedTrainedModel(try EmbeddedModel.load(), detector: detector)
    }
  }

  /// "digits" of "runs/digits" and of "digits.safetensors", with what no address holds left out.
  private static func name(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? "model"
    let bare = last.lastIndex(of: ".").map { $0 == last.startIndex ? last : String(last[..<$0]) } ?? last
    let name = String(bare.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }.prefix(64))
    return name.isEmpty ? "model" : name
  }

  /// Of the files that `TrainedModel` reads of a run. The model's own file is none of them: a run is opened by its weights,
  /// and the configuration says which.
  private static func paths(_ files: [RunFolder.File], _ run: String) -> [String] {
    files.map { RunFolder.path(of: $0, in: run) }
  }
}

extension InferenceServer {
  /// Whether one of its models reads texts.
  package var readsTexts: Bool { models.all.contains { $0.loaded?.model.readsTexts == true } }

  /// Binds the address and opens the models.
  ///
  /// - Parameter models: at least one; none serves the model that is part of the program.
  /// - Throws: `InputError`: `.usage` for an address that others reach without a token, and two models of one name;
  ///   `.unavailable` for an address that is taken; as the models' opening.
  public convenience init(models: [ServedSource], options: ServerOptions = ServerOptions()) throws(InputError) {
    let sources = models.isEmpty ? [try ServedSource(builtIn: "digits")] : models
    guard let path = options.store else {
      try self.init(sources: sources.map(\.source), options: options)
      return
    }
    let store = try CorrectionStore(path: path)
    var teaching = TeachingOptions()
    teaching.threads = options.threads
    let file = { (model: LoadedModel) in
      sources.first { $0.source.name == model.name && String($0.source.version) == model.version }?.path ?? path
    }
    let folder = { (model: LoadedModel) in ModelVersions.folder(beside: file(model)) }
    do throws(InputError) {
      try self.init(sources: sources.map(\.source), options: options, ownStore: store) { model throws(InputError) in
        guard let given = model.model as? ServedTrainedModel else {
          throw InputError(.usage, "the model cannot be taught", found: "'\(model.name)'")
        }
        do throws(InputError) {
          return TeachingParts(
            store: store,
            teacher: try ServedTeacher(
              given, name: model.name, store: store, folder: folder(model), of: file(model), options: teaching))
        } catch {
          throw error.kind == .unwritable ? Self.noPlace(for: model.name, error) : error
        }
      } check: { models throws(InputError) in
        try Self.requireOwnFolders(models.map { ($0.name, folder($0)) })
      }
    } catch {
      // A start that is refused leaves nothing.
      store.abandon()
      throw error
    }
  }

  /// The versions of a model lie beside its file: a server has no option for another folder.
  private static func noPlace(for model: String, _ error: InputError) -> InputError {
    InputError(
      .unwritable, "the versions of the model '\(model)' cannot be kept beside its file", path: error.path,
      expected: "a folder that may be written to", found: error.found,
      remedy: "change its permissions, serve a copy of the model in another folder, or leave out --store")
  }

  /// - Throws: `InputError` of kind `.usage` for two models that would keep their versions in one folder, by whichever paths.
  private static func requireOwnFolders(_ models: [(name: String, folder: String)]) throws(InputError) {
    var owners: [String: String] = [:]
    for (name, folder) in models {
      let above = DurableFile.folder(of: folder)
      var place = folder
      if let resolved = realpath(above, nil) {
        place = String(cString: resolved) + "/" + (folder.split(separator: "/").last ?? "")
        free(resolved)
      }
      if let other = owners.updateValue(name, forKey: place) {
        throw InputError(
          .usage, "two models would keep their versions in one folder", path: folder,
          found: "'\(other)' and '\(name)'", remedy: "give one of the files another name")
      }
    }
  }
}
