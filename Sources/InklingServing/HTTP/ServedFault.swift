package import InklingFiles

/// Why a request is not answered: the status, and one sentence for the client, which shows no path of this machine.
package struct ServedFault: Error, Sendable, Equatable {
  package let status: Int
  package let message: String
  /// Further header fields of the answer.
  package var headers: [String: String] = [:]

  package init(_ status: Int, _ message: String, headers: [String: String] = [:]) {
    self.status = status
    self.message = message
    self.headers = headers
  }

  package static func badRequest(_ message: String) -> ServedFault { ServedFault(400, message) }

  /// The server has as much to do as it takes on.
  package static let busy = ServedFault(
    503, "the server has too much to do; try again", headers: ["Retry-After": "1"])
  /// The server is ending.
  package static let draining = ServedFault(400, "the server is going down")

  /// What is wrong with an input, without the path where it lies, and without advice on the command and its options: clients have
  /// none.
  package init(_ error: InputError) {
    let isOfCommand = error.remedy.map { $0.contains("--") || $0.contains("'inkling") } ?? false
    let sentence = InputError(
      error.kind, error.what, offset: error.offset, expected: error.expected, found: error.found,
      remedy: isOfCommand ? nil : error.remedy)
    status = error.kind == .unavailable ? 503 : 400
    message = sentence.description
    if status == 503 { headers["Retry-After"] = "1" }
  }

  /// A text of a client's, as it may be said again.
  package static func short(_ text: String) -> String { PrintableText.shortened(PrintableText.escaped(text), to: 60) }
}
