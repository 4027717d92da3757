import InklingFiles
import InklingPlatform
import InklingStore
import Synchronization
import Testing

@testable import InklingServing

/// A teacher that learns nothing: what comes of it is said beforehand.
final class StubTeacher: ModelTeacher {
  /// What `teach` waits at.
  let gate = Gate()
  let isNotWorse: Bool
  let fault: InputError?
  /// How often it says how far it is before it waits.
  let reports: Int
  private let kept = Mutex<(versions: [KeptVersion], chosen: Int)>(([], 1))
  /// How often it was to follow another model, and how often of those to come it cannot.
  let follows = Mutex<(count: Int, failing: Int)>((0, 0))

  /// How often it cannot keep what came of it.
  let failingKeeps = Mutex(0)

  /// Says of a version that it is damaged.
  func damage(_ number: Int) {
    kept.withLock { kept in
      for place in kept.versions.indices where kept.versions[place].number == number {
        kept.versions[place].damage = "no report"
      }
    }
  }

  init(isNotWorse: Bool = true, fault: InputError? = nil, reports: Int = 1) {
    self.isNotWorse = isNotWorse
    self.fault = fault
    self.reports = reports
  }

  func versions() throws(InputError) -> [KeptVersion] { kept.withLock { $0.versions } }
  func chosen() throws(InputError) -> Int { kept.withLock { $0.chosen } }
  func follow(_ model: any ServedModel) throws(InputError) {
    let fails = follows.withLock { follows in
      follows.count += 1
      follows.failing -= 1
      return follows.failing >= 0
    }
    if fails { throw InputError(.broken, "the disk is full") }
    kept.withLock { kept in
      for place in kept.versions.indices { kept.versions[place].isOfAnother = true }
    }
  }
  func choose(_ number: Int) throws(InputError) { kept.withLock { $0.chosen = number } }
  func noted() -> Int? { kept.withLock { $0.chosen } }
  func chosenElsewhere() throws(InputError) -> Int? {
    let (number, version) = kept.withLock { kept in (kept.chosen, kept.versions.first { $0.number == kept.chosen }) }
    if let damage = version?.damage { throw InputError(.malformed, damage) }
    return version?.isOfAnother == true ? nil : number
  }

  func open(_ number: Int) throws(InputError) -> any ServedModel {
    var model = StubModel.seeing
    model.digest = "taught-\(number)"
    return model
  }

  func teach(
    _ model: any ServedModel, report: @escaping @Sendable (TeachingProgress) -> Bool
  ) throws(InputError) -> any TaughtCandidate {
    for number in 1...reports { _ = report(TeachingProgress(.training, share: Double(number) / Double(reports + 1))) }
    gate.pass()
    if let fault { throw fault }
    guard report(TeachingProgress(.comparing, share: 0.95)) else { throw InputError(.failed, "stopped") }
    let side = { (right: Int) in TeachingOutcome.Side(right: right, low: 0.25, high: 0.75) }
    let row = TeachingOutcome.Row(
      set: "test", images: 100, before: side(50), after: side(49), lost: 2, won: 1, probability: 1)
    return Candidate(
      outcome: TeachingOutcome(
        rows: [row], margin: 0.001, isNotWorse: isNotWorse, corrections: 1, replayed: 30, seconds: 1.25,
        notes: ["<b>so</b>"]), teacher: self)
  }

  private struct Candidate: TaughtCandidate {
    let outcome: TeachingOutcome
    let teacher: StubTeacher

    func keep() throws(InputError) -> Int {
      let fails = teacher.failingKeeps.withLock { count in
        count -= 1
        return count >= 0
      }
      if fails { throw InputError(.broken, "the disk is full") }
      return teacher.kept.withLock { kept in
        let number = kept.versions.count + 2
        kept.versions.append(
          KeptVersion(
            number: number, date: "2026-01-31T12:00:00Z", corrections: 1, isWorse: !outcome.isNotWorse))
        return number
      }
    }
  }
}

extension StubModel {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// One that shows what it saw as a file whose first bytes are a PNG's.
  static var seeing: StubModel {
    var model = StubModel()
    model.framed = signature + [7]
    return model
  }
}

/// A model's file: what it holds, which nobody can open where there is nothing.
final class ModelFile: Sendable {
  private let content = Mutex<StubModel?>(.seeing)

  func hold(_ change: (inout StubModel) -> Void) {
    content.withLock { content in
      var model = StubModel.seeing
      change(&model)
      content = model
    }
  }

  func damage() { content.withLock { $0 = nil } }

  func open() throws(InputError) -> any ServedModel {
    guard let model = content.withLock({ $0 }) else { throw InputError(.malformed, "the file is damaged") }
    return model
  }
}

/// A server that keeps corrections in a store of its own.
struct TaughtServer {
  static let contributor = "Inkling-Contributor: 0123456789abcdef0123456789abcdef"
  static let other = "Inkling-Contributor: ffffffffffffffffffffffffffffffff"
  static let page = "Origin: http://localhost"

  /// - Parameters:
  ///   - teacher: of the first model, "stub".
  ///   - others: models beside it, "stub1" and so on, with their teachers.
  static func with<Value: Sendable>(
    _ teacher: StubTeacher = StubTeacher(), others: [(model: StubModel, teacher: StubTeacher)] = [],
    change: (inout ServerOptions) -> Void = { _ in },
    open: (String) throws -> CorrectionStore = { try CorrectionStore(path: $0) },
    _ body: @escaping @Sendable (TestServer, String) throws -> Value
  ) async throws -> Value {
    let path = "/tmp/inkling-corrections-\(UInt64.random(in: .min ... .max))"
    defer { for ending in ["", "-wal", "-shm", "-reserve"] { unlink(path + ending) } }
    let store = try open(path)
    let teachers = [teacher] + others.map(\.teacher)
    return try await TestServer.with(
      [StubModel.seeing] + others.map(\.model), change: change,
      teaching: { name in
        TeachingParts(store: store, teacher: teachers[Int(name.dropFirst("stub".count)) ?? 0])
      }
    ) { (server: TestServer) in try body(server, path) }
  }

  /// The same with a correction given and its teaching begun, which waits at the teacher's gate.
  static func teaching(
    _ teacher: StubTeacher = StubTeacher(), _ body: @escaping @Sendable (TestServer) throws -> Void
  ) async throws {
    try await with(teacher) { (server: TestServer, _: String) throws in
      try server.correct()
      _ = try server.act("/teach")
      teacher.gate.awaitSomebody()
      try body(server)
    }
  }

  /// A server of one model whose file somebody replaces.
  static func replacing(
    _ teacher: StubTeacher, _ file: ModelFile, _ body: @escaping @Sendable (TestServer) throws -> Void
  ) async throws {
    let path = "/tmp/inkling-corrections-\(UInt64.random(in: .min ... .max))"
    defer { for ending in ["", "-wal", "-shm", "-reserve"] { unlink(path + ending) } }
    let store = try CorrectionStore(path: path)
    let source = try ModelSource(name: "stub") { () throws(InputError) in try file.open() }
    try await TestServer.with(
      sources: [source], teaching: { _ in TeachingParts(store: store, teacher: teacher) }, body)
  }

  /// A correction as the page sends it.
  static func correction(_ change: (inout [String: String]) -> Void = { _ in }) -> [UInt8] {
    var fields = [
      "consent": "true", "label": #""b""#, "digit": "0", "strokes": "[[[1,2,0,0.5],[3,4,16,0.5]]]",
      "picture": "\"\(Base64.encode(StubModel.signature + [1]))\"",
    ]
    change(&fields)
    let pairs = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
    return Array("{\(pairs.joined(separator: ","))}".utf8)
  }
}

extension TestServer {
  /// Gives a correction.
  @discardableResult
  func correct(
    _ body: [UInt8] = TaughtServer.correction(), by contributor: String = TaughtServer.contributor,
    of model: String? = nil
  ) throws -> RawAnswer {
    let path = "/corrections" + (model.map { "?model=\($0)" } ?? "")
    return try #require(try ask("POST", path, fields: [contributor], body: body))
  }

  /// A connection that listens to the events of a teaching.
  func listen() throws -> RawConnection {
    let connection = try connect()
    connection.send(TestServer.head("GET", "/teach/events"))
    return connection
  }

  /// Asks as the page does.
  func act(_ path: String) throws -> RawAnswer {
    try #require(try ask("POST", path, fields: [TaughtServer.page]))
  }

  /// The desk of the first model.
  var desk: TeachingDesk? { try? server.desks?.desk(nil) }

  /// Waits until the teaching is in a state.
  func awaitTeaching(_ name: String) {
    TestServer.wait { desk?.state.state.name == name }
  }
}
