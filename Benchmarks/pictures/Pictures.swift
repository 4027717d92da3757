/// Makes pictures of digits and of other things, frames them, and counts what a model read.
///
///     InklingPictures sets
///     InklingPictures make SET COUNT FOLDER [--held-out] [--seed N] [--steps] [--sheet [NUMBER...]]
///     InklingPictures read [--model FILE] [--detector FILE] [--count N] [--seed N] [--held-out] [--misread] [SET...]
///     InklingPictures digits FOLDER [SHARE]
///     InklingPictures finish BEFORE AFTER FILE
///     InklingPictures outliers FOLDER [SHARE]
///     InklingPictures calibrate MODEL FILE
///
/// `make` writes FOLDER/SET.npz with the framed digits and FOLDER/SET-expected.npz with what they are, and with `--sheet`
/// what the pictures look like; `read` counts what is read and what is refused in pictures of each set, as
/// `inkling predict` would, of the seed's pictures; `digits` writes a data set with drawings for the built-in model, and
/// `finish` takes the mean of the model before and after; `outliers` writes the data set that the built-in outlier detector
/// learns from, and `calibrate` puts the threshold into its model.
@main
enum Pictures {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "sets":
      for set in PictureSet.allCases { print(set.rawValue) }
    case "make" where arguments.count >= 4:
      guard let set = PictureSet(rawValue: arguments[1]), let count = Int(arguments[2]) else { return usage() }
      try Making(set: set, count: count, folder: arguments[3], options: arguments.dropFirst(4)).run()
    case "read":
      guard let reading = try Reading(arguments.dropFirst()) else { return usage() }
      try reading.run()
    case "digits" where arguments.count >= 2:
      try DigitSet.write(to: arguments[1], share: arguments.count > 2 ? Double(arguments[2]) ?? 1 : 1)
    case "finish" where arguments.count == 4: try BuiltInModel.finish(arguments[1], arguments[2], to: arguments[3])
    case "outliers" where arguments.count >= 2:
      try DetectorSet.write(to: arguments[1], share: arguments.count > 2 ? Double(arguments[2]) ?? 1 : 1)
    case "calibrate" where arguments.count == 3:
      try Calibration.calibrate(arguments[1], to: arguments[2])
    default: usage()
    }
  }

  private static func usage() {
    let sets = PictureSet.allCases.map(\.rawValue).joined(separator: ", ")
    print("usage: InklingPictures sets|make|read|digits|finish|outliers|calibrate ...\nsets: \(sets)")
  }
}
