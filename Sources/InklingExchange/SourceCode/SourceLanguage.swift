/// A language that a network can be written in as source.
public enum SourceLanguage: String, Sendable, CaseIterable {
  /// One Swift file that imports nothing.
  case swift
  /// One C99 file without allocation, and of the C library's mathematics `expf` alone.
  case c
  /// One JavaScript (ECMAScript 2015) module that imports nothing.
  case js

  var syntax: any SourceSyntax {
    switch self {
    case .swift: SwiftSyntax()
    case .c: CSyntax()
    case .js: JavaScriptSyntax()
    }
  }
}
