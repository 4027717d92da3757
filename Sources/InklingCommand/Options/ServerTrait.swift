import InklingFiles

/// What a program says that was built without the server.
enum ServerTrait {
  static let missing = InputError(
    .unavailable, "this program was built without the server, and what people teach through it",
    remedy: "build it with: swift build -c release --product inkling")
}
