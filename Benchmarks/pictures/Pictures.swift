/// Makes pictures of digits and of other things, frames them, and counts what a model read.
///
///     InklingPictures sets
///     InklingPictures make SET COUNT FOLDER [--held-out] [--steps] [--sheet [NUMBER...]]
///     InklingPictures score SET FOLDER [--misread]
///
/// `make` writes FOLDER/SET.npz with the framed digits, as `inkling run` takes them, and FOLDER/SET-expected.npz with
/// what they are; `score` reads the answers in FOLDER/SET-answers.npz.
@main
enum Pictures {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.count >= 4, arguments[0] == "make", let set = PictureSet(rawValue: arguments[1]),
      let count = Int(arguments[2])
    {
      try Making(set: set, count: count, folder: arguments[3], options: arguments.dropFirst(4)).run()
    } else if arguments.count >= 3, arguments[0] == "score", let set = PictureSet(rawValue: arguments[1]) {
      let score = try Score(set: set, folder: arguments[2])
      print(score.text)
      if arguments.contains("--misread") { print(score.misread.map(String.init).joined(separator: " ")) }
    } else if arguments == ["sets"] {
      for set in PictureSet.allCases { print(set.rawValue) }
    } else {
      let sets = PictureSet.allCases.map(\.rawValue).joined(separator: ", ")
      print("usage: InklingPictures sets|make|score ...\nsets: \(sets)")
    }
  }
}
