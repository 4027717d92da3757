import ArgumentParser
import InklingExchange
import InklingFiles
import InklingRecognition
import InklingTraining

#if Server
  import InklingPlatform
  import InklingServing
  import Synchronization
#endif

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer over HTTP: pictures, and the Open Inference Protocol (V2).",
    discussion: """
      Without a model the built-in one answers. A model is a run or a file of any kind; NAME=MODEL names it, and \
      NAME:VERSION=MODEL gives it a version too. It is loaded again when its file changes. What another program's file \
      does not say of its model, the options of predict say.

      Only this machine reaches 127.0.0.1. On other addresses clients need a token (--token or INKLING_TOKEN), unless \
      --open says otherwise; --tls-certificate and --tls-key have it speak TLS. SIGTERM ends it, once what was asked is \
      answered.

      With --store people may correct the models' answers on the page, if they agree, and teach them: versions are \
      kept beside each model, or beside the store for the built-in one.

      Examples:
        inkling serve
        inkling serve runs/digits letters=letters.onnx --port 9000
        curl --data-binary @7.png http://127.0.0.1:8080/predict
      """)

  @Argument(
    help: ArgumentHelp("Runs and models: MODEL, NAME=MODEL or NAME:VERSION=MODEL.", valueName: "model"),
    completion: .file())
  var models: [String] = []
  @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
  var host = "127.0.0.1"
  @Option(parsing: .unconditional, help: "The port; 0 for any that is free.")
  var port = 8080
  @Option(help: ArgumentHelp("What clients must send as 'Authorization: Bearer TOKEN'. (default: INKLING_TOKEN)"))
  var token: String?
  @Option(
    help: ArgumentHelp(
      "Speak TLS, with this certificate and behind it those that vouch for it (PEM).", valueName: "file"),
    completion: .file(extensions: ["pem", "crt"]))
  var tlsCertificate: String?
  @Option(
    help: ArgumentHelp("The certificate's private key (PEM, not encrypted).", valueName: "file"),
    completion: .file(extensions: ["pem", "key"]))
  var tlsKey: String?
  @Flag(help: "Serve everybody who reaches the address, without a token.")
  var open = false
  @Option(parsing: .unconditional, help: "Threads that compute, for each model. (default: the processors)")
  var threads: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long a busy server waits to compute requests together.", valueName: "milliseconds"))
  var gather = 1.0
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Images that may wait for a model; beyond them the answer is 503. While none waits any request is taken.",
      valueName: "images"))
  var queue = 1024
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Requests a second of one client, refused ones too, without the page's files, health and metrics; beyond them the "
        + "answer is 429. "
        + "(default: any number)"))
  var rate: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest body of a request.", valueName: "megabytes"))
  var largestBody = 16
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most of all bodies at a time; beyond it the answer is 503. (default: 256, or the largest body)",
      valueName: "megabytes"))
  var heldBodies: Int?
  @Option(parsing: .unconditional, help: "Connections at a time.")
  var connections = 1000
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long requests may take to end after SIGTERM.", valueName: "seconds"))
  var drain = 10.0
  @Option(
    help: ArgumentHelp("Keep corrections in this file, and teach the models by them.", valueName: "file"),
    completion: .file())
  var store: String?
  @Flag(help: "Log lines are JSON.")
  var logJSON = false
  @Flag(help: "Log every request.")
  var logRequests = false
  @OptionGroup(title: "Models") var opening: ModelOptions
  @OptionGroup(title: "Texts") var decoding: DecoderOptions

  func validate() throws {
    for model in models { try requirePaths(("an argument", model)) }
    try requirePaths(("--host", host))
    if let store { try requirePaths(("--store", store)) }
    if let tlsCertificate { try requirePaths(("--tls-certificate", tlsCertificate)) }
    if let tlsKey { try requirePaths(("--tls-key", tlsKey)) }
    try Self.require(port, "--port", 0...65535)
    try Self.require(threads ?? 1, "--threads", 1...1024)
    try Self.require(gather, "--gather", 0...1000)
    try Self.require(queue, "--queue", 1...1_000_000)
    try Self.require(rate ?? 1, "--rate", 0.001...1_000_000)
    try Self.require(largestBody, "--largest-body", 1...1024)
    try Self.require(heldBodies ?? 256, "--held-bodies", 1...65536)
    guard (heldBodies ?? largestBody) >= largestBody else {
      throw ValidationError("--held-bodies is less than --largest-body, \(largestBody): no such body could be taken.")
    }
    try Self.require(connections, "--connections", 1...100_000)
    try Self.require(drain, "--drain", 0...3600)
  }

  private static func require<Value>(_ value: Value, _ option: String, _ range: ClosedRange<Value>) throws {
    guard range.contains(value) else {
      throw ValidationError("\(option) is out of range: expected \(range.lowerBound) to \(range.upperBound).")
    }
  }

  #if Server
    func run() throws {
      EarlyEnd.install()
      let options = options
      if open, options.token != nil {
        throw InputError(
          .usage, "--open serves everybody without a token, and one is given", expected: "one of the two",
          found: token == nil ? "--open and INKLING_TOKEN" : "--open and --token", remedy: "leave one of them out")
      }
      let server = try InferenceServer(models: sources(), options: options)
      if decoding.isGiven, !server.readsTexts {
        throw InputError(
          .usage, "--decoder and --beam are for models that read texts, and none of the served ones does",
          remedy: "leave them out")
      }
      let end = ServerEnd()
      // The command is not asynchronous: its thread waits for the server's end.
      Task.detached {
        do {
          // Who reads the address may end the server at once: it follows signals by then.
          try await server.run { try Output.result(server.address) }
          end.set(.success(()))
        } catch {
          end.set(.failure(error))
        }
      }
      try end.wait().get()
    }

    private var options: ServerOptions {
      var options = ServerOptions()
      options.host = host
      options.port = port
      options.token = token ?? getenv("INKLING_TOKEN").map { String(cString: $0) }
      options.isOpen = open
      options.certificate = tlsCertificate
      options.privateKey = tlsKey
      options.threads = threads
      options.gatheringMilliseconds = gather
      options.queuedImages = queue
      options.ratePerSecond = rate
      options.largestBody = largestBody << 20
      options.heldBodies = (heldBodies ?? max(256, largestBody)) << 20
      options.connections = connections
      options.drainSeconds = drain
      options.store = store
      options.logsJSON = logJSON
      options.logsRequests = logRequests
      return options
    }

    private func sources() throws -> [ServedSource] {
      let set = try ComputeOptions.instructionSet()
      guard !models.isEmpty else {
        try opening.refuseForBuiltIn()
        return [
          try ServedSource(builtIn: "digits") { () throws(InputError) in try EmbeddedModel.load(instructionSet: set) }
        ]
      }
      let named = try models.map(Self.split)
      let openings = try ForeignModelOptions.openings(
        named.map { opening.path(of: $0.path) }, weights: opening.weights, options: opening.foreign.options())
      return try zip(named, openings).map { named, opening in
        try ServedSource(path: opening.path, name: named.name, version: named.version, decoder: decoding.chosen) {
          () throws(InputError) in try opening.opened()
        }
      }
    }

    /// "letters:2=runs/letters" in its parts. A path with '=' is taken as one when it is there.
    private static func split(_ argument: String) throws -> (name: String?, version: Int, path: String) {
      guard !FileStatus.isThere(argument), let sign = argument.firstIndex(of: "=") else { return (nil, 1, argument) }
      let (title, path) = (argument[..<sign], String(argument[argument.index(after: sign)...]))
      guard let colon = title.firstIndex(of: ":") else { return (String(title), 1, path) }
      guard let version = Int(title[title.index(after: colon)...]) else {
        throw ValidationError("A version is a whole number: '\(argument)'.")
      }
      return (String(title[..<colon]), version, path)
    }

    /// How the server ended, for the thread that waits.
    private final class ServerEnd: Sendable {
      private let result = Mutex<Result<Void, any Error>?>(nil)
      private let condition = ThreadCondition()

      func set(_ value: Result<Void, any Error>) {
        result.withLock { $0 = value }
        condition.wake()
      }

      func wait() -> Result<Void, any Error> {
        condition.wait { result.withLock { $0 != nil } }
        return result.withLock { $0 } ?? .success(())
      }
    }
  #else
    func run() throws {
      throw InputError(
        .unavailable, "this program was built without the server",
        remedy: "build it with: swift build -c release --product inkling")
    }
  #endif
}
