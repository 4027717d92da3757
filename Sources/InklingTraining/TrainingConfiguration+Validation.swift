public import InklingFiles

extension TrainingConfiguration {
  /// The largest learning rate that is taken for one. Rates above 30 or so are unheard of, even for plain SGD on
  /// language models; what is beyond a thousand is a slip of the finger (1e6 for 1e-6), and would only end in NaN.
  public static let largestLearningRate = 1000.0
  /// The random generator's key has 24 bits for the epoch.
  static let largestEpochs = (1 << 24) - 1
  static let largestThreads = 1024

  /// Checks every option against its range and against a training set of `trainingCount` images.
  ///
  /// - Throws: `InputError` of kind `.malformed` whose sentence names the option, its range and what was given.
  public func validate(trainingCount: Int) throws(InputError) {
    try Self.check("--epochs", epochs, in: 1...Self.largestEpochs, remedy: "10 is the usual number")
    try checkBatchSize(trainingCount: trainingCount)
    try checkLearningRate()
    try checkMomentum()
    try Self.check(
      "--threads", threads, in: 1...Self.largestThreads, remedy: "give as many as the machine has processors")
    if let checkpointEvery {
      try Self.check(
        "--checkpoint-every", checkpointEvery, in: 1...Int.max, remedy: "leave it out to save once an epoch")
    }
    if let name { try RunName.validate(name) }
    try checkValidation()
  }

  private func checkValidation() throws(InputError) {
    guard let validation else { return }
    if let patience = validation.patience {
      try Self.check("--patience", patience, in: 1...Self.largestEpochs, remedy: "leave it out to train all epochs")
    }
    guard validation.minDelta >= 0, validation.minDelta.isFinite else {
      throw InputError(
        .malformed, "--min-delta is out of range", expected: "a number from 0", found: "\(validation.minDelta)",
        remedy: "leave it out to count every improvement")
    }
  }

  private func checkBatchSize(trainingCount: Int) throws(InputError) {
    guard trainingCount > 0 else {
      throw InputError(
        .malformed, "the training set of \(dataset) is empty", expected: "at least one image", found: "none",
        remedy: "choose another with --dataset or --data")
    }
    guard trainingCount <= Int(Int32.max) else {
      throw InputError(
        .malformed, "the training set of \(dataset) is too large", expected: "at most \(Int32.max) images",
        found: "\(trainingCount)", remedy: "choose another with --dataset or --data")
    }
    guard batchSize <= trainingCount else {
      throw InputError(
        .malformed, "--batch-size is larger than the training set", expected: "1 to \(trainingCount) images",
        found: "\(batchSize)", remedy: "choose a smaller batch or a larger set")
    }
    try Self.check("--batch-size", batchSize, in: 1...trainingCount, remedy: "64 is the usual size")
  }

  private func checkLearningRate() throws(InputError) {
    // The weights are Floats: a rate that a Float rounds to zero would train nothing.
    guard learningRate <= Self.largestLearningRate, Float(learningRate) > 0 else {
      throw InputError(
        .malformed, "--learning-rate is out of range",
        expected: "a number above 0 and at most \(Self.largestLearningRate)", found: "\(learningRate)",
        remedy: "0.001 with momentum 0.9 is the usual start")
    }
  }

  private func checkMomentum() throws(InputError) {
    guard momentum >= 0, Float(momentum) < 1 else {
      throw InputError(
        .malformed, "--momentum is out of range", expected: "a number from 0 up to, but not including, 1",
        found: "\(momentum)", remedy: "0.9 is the usual one")
    }
  }

  private static func check(
    _ option: String, _ value: Int, in range: ClosedRange<Int>, remedy: String
  ) throws(InputError) {
    guard !range.contains(value) else { return }
    let expected =
      range.upperBound == .max
      ? "at least \(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    throw InputError(.malformed, "\(option) is out of range", expected: expected, found: "\(value)", remedy: remedy)
  }
}
