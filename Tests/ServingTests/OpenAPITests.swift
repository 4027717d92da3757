import FoundationEssentials
import Testing

@testable import InklingServing

/// The description of the service against its routes.
@Suite(.startsServers) struct OpenAPITests {
  private struct Document: Decodable {
    var openapi: String
    var paths: [String: [String: Operation]]
  }

  private struct Operation: Decodable {
    var operationId: String
    var responses: [String: Empty]
    struct Empty: Decodable {}
  }

  private static let routes: [Route] = [
    .serverMetadata, .live, .ready, .modelMetadata("m", version: nil), .modelMetadata("m", version: "1"),
    .modelReady("m", version: nil), .modelReady("m", version: "1"), .infer("m", version: nil),
    .infer("m", version: "1"), .predict, .explain, .index, .load("m"), .unload("m"), .metrics, .file("/openapi.json"),
    .teaching(.corrections), .teaching(.state), .teaching(.events), .teaching(.accept), .teaching(.discard),
    .teaching(.versions), .teaching(.serve("1")),
  ]

  @Test func everyRouteIsDescribedAndNothingElse() throws {
    let file = try #require(ServedFiles.named("/openapi.json"))
    let document = try JSONDecoder().decode(Document.self, from: Data(file.bytes))
    #expect(document.openapi == "3.1.0")
    #expect(Set(document.paths.keys) == Set(Self.routes.map(\.template)))
    for route in Self.routes {
      let operations = try #require(document.paths[route.template])
      #expect(Set(operations.keys) == Set(route.methods.map { $0.lowercased() }))
      for operation in operations.values {
        #expect(operation.responses.keys.contains("200") && operation.responses.keys.contains("405"))
      }
      #expect(Route(path: route.template.replacing("{model}", with: "m").replacing("{version}", with: "1")) == route)
    }
  }

  @Test func theAddressesOfFilesAreTheTable() {
    #expect(ServedFiles.all.allSatisfy { Route(path: $0.path) == .file($0.path) && !$0.bytes.isEmpty })
  }
}
