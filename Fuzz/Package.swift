// swift-tools-version: 6.2
import PackageDescription

// A package of its own: everything in it is built with libFuzzer's counters. The rooms are links to ../Sources.
let fuzzed = [
  "FuzzCSV", "FuzzEventFile", "FuzzFileKind", "FuzzHDF5",
  "FuzzNPY", "FuzzONNX", "FuzzPickle", "FuzzPyTorch",
  "FuzzSafetensors", "FuzzZip",
]
/// Those of whole models, which need all rooms but the command's.
let fuzzedModels = ["FuzzKerasModel", "FuzzModelFile"]
let fuzzedPictures = ["FuzzBMP", "FuzzGIF", "FuzzJPEG", "FuzzPNG", "FuzzPNM", "FuzzWebP"]

/// The kernels, with the instructions of their sets.
func kernels(_ name: String, _ define: String, _ instructions: [String]) -> Target {
  .target(
    name: name, dependencies: ["InklingKernelInterface"],
    swiftSettings: [.define(define), .unsafeFlags(instructions.flatMap { ["-Xcc", $0] })])
}
#if arch(x86_64)
  let kernelTargets = [
    kernels("InklingKernelsPortable", "KERNELS_PORTABLE", []),
    kernels("InklingKernelsAVX2", "KERNELS_AVX2", ["-march=haswell"]),
    kernels("InklingKernelsAVX512", "KERNELS_AVX512", ["-march=skylake-avx512", "-mprefer-vector-width=512"]),
  ]
#else
  let kernelTargets = [kernels("InklingKernelsPortable", "KERNELS_PORTABLE", [])]
#endif

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Targets/\(name)",
    swiftSettings: [.unsafeFlags(["-parse-as-library"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
}

let package = Package(
  name: "InklingFuzz",
  platforms: [.macOS(.v26)],
  dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
  targets: kernelTargets + [
    .systemLibrary(name: "InklingCZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "InklingCNettle", pkgConfig: "nettle"),
    .systemLibrary(name: "InklingCSpng", pkgConfig: "spng"),
    .systemLibrary(name: "InklingCTurboJPEG", pkgConfig: "libturbojpeg"),
    .systemLibrary(name: "InklingCWebP", pkgConfig: "libwebp"),
    .systemLibrary(name: "InklingCFreeType", pkgConfig: "freetype2"),
    .systemLibrary(name: "CLibFuzzer"),
    .target(name: "InklingCPUFeatures"),
    .target(name: "InklingKernelInterface"),
    .target(name: "InklingRandomness"),
    .target(name: "InklingTargets", dependencies: ["InklingFiles"]),
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
    .target(
      name: "InklingEngine",
      dependencies: [
        "InklingPlatform", "InklingKernelInterface", "InklingCPUFeatures", "InklingFiles", "InklingFormats",
        "InklingMathematics", "InklingRandomness", "InklingTargets",
      ] + kernelTargets.map { .init(stringLiteral: $0.name) }),
    .target(name: "InklingIntegerKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
    .target(
      name: "InklingQuantization",
      dependencies: [
        "InklingCPUFeatures", "InklingIntegerKernels", "InklingEngine", "InklingFiles", "InklingFormats",
        "InklingMathematics",
      ]),
    .target(name: "InklingCDrawingPage", exclude: ["page"]),
    .target(name: "InklingDrawingPage", dependencies: ["InklingCDrawingPage", "InklingFiles"]),
    .target(
      name: "InklingCaptchas",
      dependencies: [
        "InklingPlatform", "InklingFiles", "InklingFormats", "InklingImages", "InklingMathematics",
        "InklingRandomness", "InklingTargets", "InklingCFreeType",
      ]),
    .target(
      name: "InklingDatasets",
      dependencies: [
        "InklingPlatform", "InklingCaptchas", "InklingFiles", "InklingFormats", "InklingImages", "InklingMathematics",
        "InklingRandomness", "InklingTargets", "InklingCZlib",
      ]),
    .target(
      name: "InklingTraining",
      dependencies: [
        "InklingPlatform", "InklingCaptchas", "InklingEngine", "InklingDatasets", "InklingFiles", "InklingFormats",
        "InklingImages", "InklingMathematics", "InklingQuantization", "InklingRandomness", "InklingTargets",
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "InklingExchange",
      dependencies: [
        "InklingPlatform", "InklingFiles", "InklingFormats", "InklingONNX", "InklingHDF5", "InklingMathematics",
        "InklingDrawingPage", "InklingEngine", "InklingDatasets", "InklingQuantization", "InklingTraining",
      ]),
  ]
    + fuzzed.map { program($0, ["Fuzzing", "InklingFormats", "InklingFiles", "InklingHDF5", "InklingONNX"]) }
    + fuzzedModels.map {
      program(
        $0,
        [
          "Fuzzing", "InklingPlatform", "InklingFiles", "InklingFormats", "InklingEngine", "InklingTraining",
          "InklingExchange",
        ])
    }
    + fuzzedPictures.map { program($0, ["FuzzingPictures", "InklingImages"]) },
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.name != "InklingCPUFeatures" {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error),
      // Checksums of HDF5 and PNG are not compared, so that what is behind them is reached.
      .define("FUZZING"), .unsafeFlags(["-sanitize=fuzzer"]),
    ]
}
