extension Dataset {
  /// The test images that are training images too, byte for byte, in rising order. None of pictures that are drawn anew in
  /// every epoch.
  package var sharedTestImages: [Int] {
    guard generated == nil, test.count > 0 else { return [] }
    let shared = DuplicateSearch(self).groups().filter { $0.first?.split == .train && $0.last?.split == .test }
    return shared.flatMap { $0.filter { $0.split == .test }.map(\.index) }.sorted()
  }

  /// What a person should know of test images that are training images; nil where there are none.
  package var sharedImagesNote: String? {
    let shared = sharedTestImages
    guard let first = shared.first else { return nil }
    let place = test.files.isEmpty ? "image \(first)" : test.files[first]
    return
      "\(shared.count) of \(test.count) test images \(shared.count == 1 ? "is" : "are") in the training part, too, "
      + "byte for byte, such as \(place): who was trained on them is not tested by them"
  }
}
