import InklingAnalysis
import InklingCharts
import InklingDatasets
import InklingFiles

extension DatasetFacts {
  private static let shownPairs = 12
  private static let shownIssues = 40

  func pairs() throws(InputError) -> PageSection {
    let pairs = ImagePairs(dataset.train, at: chosen, coordinates: coordinates, count: Self.shownPairs)
    func tiles(_ list: [ImagePair]) throws(InputError) -> PageSection.Part {
      var tiles = Tiles()
      for pair in list {
        let labels = [pair.first, pair.second].map { names[Int(dataset.train.labels[$0])] }
        tiles.append(
          [try picture(pair.first), try picture(pair.second)],
          labels[0] == labels[1] ? labels[0] : "\(labels[0]) and \(labels[1])",
          "\(pair.first), \(pair.second)", "distance \(NumberText.fixed(pair.distance, 2))")
      }
      return list.isEmpty ? .paragraph("There are none.") : .markup(tiles.markup)
    }
    return PageSection(
      "Pairs",
      [
        .paragraph(
          "Among \(NumberText.grouped(chosen.count)) training images, by the Euclidean distance of their pixels in 0...1. "
            + "Looked for along the principal components."),
        .markup(Markup("h3", text: "Nearest of different classes")), try tiles(pairs.nearestOfDifferentClasses),
        .markup(Markup("h3", text: "Nearest of one class")), try tiles(pairs.nearestOfOneClass),
        .markup(Markup("h3", text: "Farthest apart in each class")),
        try tiles(Array(pairs.farthestOfEachClass.prefix(40))),
      ])
  }

  /// The labels that are likely wrong; where networks cannot be trained, why.
  func labels(_ options: CrossValidatedProbabilities.Options) throws(InputError) -> PageSection {
    let title = "Likely wrong labels"
    let images = dataset.train.joined(dataset.test)
    let found: CrossValidatedProbabilities
    do throws(InputError) {
      found = try CrossValidatedProbabilities(of: images, options: options)
    } catch {
      guard error.kind == .malformed || error.kind == .failed else { throw error }
      return PageSection(title, [.paragraph("They were not looked for: \(error.clause).")])
    }
    let learning = ConfidentLearning(
      probabilities: found.probabilities.values, labels: images.labels, classes: names.count)
    let hits = zip(found.probabilities.predictions, images.labels).count { $0 == $1 }
    let train = learning.issues.filter { $0.index < dataset.train.count }
    let test = learning.issues.filter { $0.index >= dataset.train.count }
    let confident = learning.issues.count { $0.isConfident }
    let parts: [PageSection.Part] = [
      .paragraph(
        "Each image was answered by \(Self.counted(options.rounds, "small network")) that had been trained on other images, "
          + "looked at in \(Self.counted(options.views.count, "way")): \(options.rounds * options.folds) networks, together "
          + "\(NumberText.percent(Double(hits) / Double(max(images.count, 1)))) right. "
          + "\(NumberText.grouped(learning.issues.count)) of \(NumberText.grouped(images.count)) images were answered "
          + "otherwise than they are labelled; \(NumberText.grouped(confident)) of them so clearly that they count as the "
          + "other class (confident learning). Those that are most likely wrong come first; most of the rest are merely "
          + "hard."),
      .markup(Markup("h3", text: "Test set")), try issues(test, isTest: true),
      .markup(Markup("h3", text: "Training set")), try issues(train, isTest: false),
    ]
    return PageSection(title, parts)
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private func issues(_ issues: [ConfidentLearning.Issue], isTest: Bool) throws(InputError) -> PageSection.Part {
    guard !issues.isEmpty else { return .paragraph("There are none.") }
    var tiles = Tiles()
    for issue in issues.prefix(Self.shownIssues) {
      let index = isTest ? issue.index - dataset.train.count : issue.index
      tiles.append(
        [try picture(index, isTest: isTest)], "\(isTest ? "test" : "train") \(index)",
        "label \(names[issue.label])", "rather \(names[issue.suggestion])",
        "probability \(NumberText.fixed(issue.probability, 3))")
    }
    return .markup(tiles.markup)
  }

  func duplicates() throws(InputError) -> PageSection {
    var table = DataTable(
      "Images that are equal in every byte",
      [.text("where"), .number("groups"), .number("images"), .number("groups with different labels")])
    var tiles = Tiles()
    let report = summary.duplicates
    var rows = [("within the training set", report.withinTrain)]
    if dataset.test.count > 0 {
      rows += [("within the test set", report.withinTest), ("in both", report.acrossSplits)]
    }
    for (place, findings) in rows {
      table.append([
        place, NumberText.grouped(findings.groups), NumberText.grouped(findings.images),
        NumberText.grouped(findings.conflictingLabels),
      ])
      for group in findings.examples {
        let pictures = try group.prefix(4).map { place throws(InputError) in
          try picture(place.index, isTest: place.split == .test)
        }
        tiles.append(
          pictures, place,
          group.map { "\($0.split.rawValue) \($0.index) (\(names[$0.label]))" }.prefix(4).joined(separator: ", "))
      }
    }
    return PageSection("Duplicates", [.table(table)] + (tiles.isEmpty ? [] : [.markup(tiles.markup)]))
  }
}
