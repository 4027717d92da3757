package import InklingDatasets
package import InklingEngine
package import InklingFiles

extension ReadingTask {
  /// The columns that an image's text needs: of connectionist temporal classification one a character and one between equal
  /// ones.
  func columns(for image: Int, of sequences: LabelSequences) -> Int {
    head == .ctc ? sequences.steps(of: image) : sequences.length(of: image)
  }

  /// The images whose texts fit into so many columns; nil where all do.
  fileprivate func fitting(_ images: LabeledImages, columns: Int) -> [Int]? {
    guard let sequences = images.targets.sequences else { return nil }
    let kept = (0..<images.count).filter { self.columns(for: $0, of: sequences) <= columns }
    return kept.count == images.count ? nil : kept
  }
}

extension LabeledImages {
  /// Without the pictures whose texts do not fit into a reading network, where those are to be skipped.
  ///
  /// - Returns: the others, and the files of those that were left out.
  package func taken(
    by task: TaskRecipe, _ graph: Graph, _ texts: TextReading?
  ) -> (images: LabeledImages, left: [String]) {
    guard task.name == .read, texts?.skipsBad == true, graph.outputShape.isImage,
      let kept = ReadingTask(task.head).fitting(self, columns: graph.outputShape.width)
    else { return (self, []) }
    let isKept = Set(kept)
    return (
      selecting(kept), (0..<count).filter { !isKept.contains($0) }.map { files.isEmpty ? "image \($0)" : files[$0] }
    )
  }
}

extension Dataset {
  /// The same of both parts; what was left out is counted in a note.
  ///
  /// - Throws: `InputError` of kind `.malformed` where nothing is left to train on.
  package func taken(
    by task: TaskRecipe, _ graph: Graph, _ texts: TextReading?
  ) throws(InputError) -> Dataset {
    let (train, test) = (train.taken(by: task, graph, texts), test.taken(by: task, graph, texts))
    let left = train.left + test.left
    guard !left.isEmpty else { return self }
    guard train.images.count > 0 else {
      throw InputError(
        .malformed, "no text of the data set fits into the model's columns", path: source,
        expected: "at most \(graph.outputShape.width) columns", remedy: "pool or stride less along the width")
    }
    let note =
      "\(left.count) picture\(left.count == 1 ? " was" : "s were") left out for a text that does not fit into the model's "
      + "columns: \(NameList.text(left))"
    return Dataset(name: name, train: train.images, test: test.images, notes: notes + [note], source: source)
  }
}
