/// The labels that logits `[classes, 1, steps]` of an image speak of, with class 0 for none.
///
///     let read = TextDecoding.beam(width: 10).decoded(logits[...], classes: 37)
///     print(read.labels, read.probability)
public enum TextDecoding: Sendable, Equatable {
  /// Connectionist temporal classification: the most probable class of each step, without repeats and blanks (best path
  /// decoding: Graves et al., 2006).
  case bestPath
  /// Connectionist temporal classification: the most probable text that a prefix beam search of this width finds (Hannun,
  /// Maas, Jurafsky and Ng, "First-pass large vocabulary continuous speech recognition using bi-directional recurrent DNNs",
  /// 2014, without a language model). A width below one counts as one.
  case beam(width: Int)
  /// The most probable class at each position, without none.
  case positions

  /// - Parameters:
  ///   - logits: of one image, `classes * steps` numbers, row-major.
  ///   - classes: rows of them.
  /// - Precondition: the logits are that many. Of equal ones the first counts.
  public func labels(_ logits: ArraySlice<Float>, classes: Int) -> [Int] {
    switch self {
    case .bestPath: path(logits, classes: classes).labels(dropsRepeats: true)
    case .positions: path(logits, classes: classes).labels(dropsRepeats: false)
    case .beam(let width): PrefixBeamSearch(StepProbabilities(logits, classes: classes), width: width).best
    }
  }

  /// The same with its probability, and one for each of the labels.
  ///
  /// - Parameters:
  ///   - logits: of one image, `classes * steps` numbers, row-major.
  ///   - classes: rows of them.
  /// - Precondition: as of `labels(_:classes:)`.
  public func decoded(_ logits: ArraySlice<Float>, classes: Int) -> DecodedText {
    let steps = StepProbabilities(logits, classes: classes)
    switch self {
    case .positions: return DecodedText(positions: path(logits, classes: classes), of: steps)
    case .bestPath: return DecodedText(path(logits, classes: classes).labels(dropsRepeats: true), of: steps)
    case .beam(let width): return DecodedText(PrefixBeamSearch(steps, width: width).best, of: steps)
    }
  }

  /// The probability of a text: of connectionist temporal classification the sum over all paths that give it, of positions
  /// the product over all of them, with none behind the text's end. Zero for one that does not fit.
  ///
  /// - Parameters:
  ///   - labels: the text's classes, none of them 0.
  ///   - logits: as of `labels(_:classes:)`.
  ///   - classes: as of `labels(_:classes:)`.
  /// - Precondition: as of `labels(_:classes:)`, and each label is a class from 1.
  public func probability(of labels: [Int], _ logits: ArraySlice<Float>, classes: Int) -> Double {
    let steps = StepProbabilities(logits, classes: classes)
    precondition(labels.allSatisfy((1..<max(classes, 1)).contains), "labels \(labels) among \(classes) classes")
    guard self == .positions else { return PathSums(of: labels, steps).probability }
    guard labels.count <= steps.count else { return 0 }
    let path = labels + Array(repeating: 0, count: steps.count - labels.count)
    return LogProbability.exponential(path.indices.reduce(0) { $0 + steps[$1, path[$1]] })
  }

  /// The most probable class of each step, the first of equals.
  private func path(_ logits: ArraySlice<Float>, classes: Int) -> [Int] {
    precondition(
      classes > 0 && logits.count.isMultiple(of: classes), "\(logits.count) logits are no rows for \(classes) classes")
    let (steps, start) = (logits.count / classes, logits.startIndex)
    return (0..<steps).map { step in
      (1..<max(classes, 1)).reduce(0) { best, k in
        logits[start + k * steps + step] > logits[start + best * steps + step] ? k : best
      }
    }
  }
}

extension [Int] {
  /// The labels of a path: without none, and without a class that stood at the step before.
  fileprivate func labels(dropsRepeats: Bool) -> [Int] {
    var (labels, last) = ([Int](), 0)
    for label in self {
      if label != 0, !dropsRepeats || label != last { labels.append(label) }
      last = label
    }
    return labels
  }
}
