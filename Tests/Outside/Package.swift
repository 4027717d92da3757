// swift-tools-version: 6.2
import PackageDescription

// A stranger's package: it depends on the product alone, and sees what is public.
let package = Package(
  name: "Outside",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "Inkling", path: "../..")],
  targets: [.executableTarget(name: "Outside", dependencies: [.product(name: "Inkling", package: "Inkling")])],
  swiftLanguageModes: [.v6]
)
