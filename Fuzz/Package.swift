// swift-tools-version: 6.2
import PackageDescription

// A package of its own: everything in it is built with libFuzzer's counters. The rooms are links to ../Sources.
let fuzzed = [
  "FuzzCSV", "FuzzEventFile", "FuzzFileKind", "FuzzHDF5",
  "FuzzNPY", "FuzzONNX", "FuzzPickle", "FuzzPyTorch",
  "FuzzSafetensors", "FuzzZip",
]
let fuzzedPictures = ["FuzzBMP", "FuzzGIF", "FuzzJPEG", "FuzzPNG", "FuzzPNM", "FuzzWebP"]

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Targets/\(name)",
    swiftSettings: [.unsafeFlags(["-parse-as-library"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
}

let package = Package(
  name: "InklingFuzz",
  platforms: [.macOS(.v26)],
  targets: [
    .systemLibrary(name: "InklingCZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "InklingCNettle", pkgConfig: "nettle"),
    .systemLibrary(name: "InklingCSpng", pkgConfig: "spng"),
    .systemLibrary(name: "InklingCTurboJPEG", pkgConfig: "libturbojpeg"),
    .systemLibrary(name: "InklingCWebP", pkgConfig: "libwebp"),
    .systemLibrary(name: "CLibFuzzer"),
    .target(name: "Fuzzing", dependencies: ["CLibFuzzer", "InklingPlatform", "InklingFiles"]),
    .target(name: "InklingPlatform"),
    .target(name: "InklingFiles", dependencies: ["InklingPlatform", "InklingCNettle"]),
    .target(name: "InklingFormats", dependencies: ["InklingPlatform", "InklingFiles", "InklingCZlib"]),
    .target(name: "InklingHDF5", dependencies: ["InklingPlatform", "InklingFiles", "InklingFormats", "InklingCZlib"]),
    .target(name: "InklingMathematics"),
    .target(
      name: "InklingImages",
      dependencies: [
        "InklingPlatform", "InklingFiles", "InklingMathematics", "InklingCSpng", "InklingCTurboJPEG", "InklingCWebP",
      ]),
    .target(name: "FuzzingPictures", dependencies: ["Fuzzing", "InklingFiles", "InklingImages"]),
    .target(
      name: "InklingONNX", dependencies: ["InklingPlatform", "InklingFiles", "InklingFormats", "InklingMathematics"]),
  ]
    + fuzzed.map { program($0, ["Fuzzing", "InklingFormats", "InklingFiles", "InklingHDF5", "InklingONNX"]) }
    + fuzzedPictures.map { program($0, ["FuzzingPictures"]) },
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error),
      // Checksums of HDF5 and PNG are not compared, so that what is behind them is reached.
      .define("FUZZING"), .unsafeFlags(["-sanitize=fuzzer"]),
    ]
}
