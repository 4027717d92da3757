// swift-tools-version: 6.2
import PackageDescription

// The kernels are the only code compiled for particular instructions, so they are the only code with
// flags of their own: always optimised (a debug build of the tests would otherwise take minutes an epoch).
func kernels(_ name: String, _ define: String, _ instructions: [String]) -> Target {
  .target(
    name: name,
    dependencies: ["InklingKernelInterface"],
    swiftSettings: [
      .define(define),
      .unsafeFlags(
        ["-Ounchecked", "-wmo", "-num-threads", "2", "-disable-batch-mode", "-gnone", "-enforce-exclusivity=unchecked"]
          + instructions.flatMap { ["-Xcc", $0] }),
    ])
}
// Rooms that loop over every pixel. Without optimisation their tests take minutes.
let loops: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
#if arch(x86_64)
  let kernelTargets = [
    kernels("InklingKernelsPortable", "KERNELS_PORTABLE", []),
    kernels("InklingKernelsAVX2", "KERNELS_AVX2", ["-march=haswell"]),
    kernels(
      "InklingKernelsAVX512", "KERNELS_AVX512", ["-march=skylake-avx512", "-mprefer-vector-width=512"]),
  ]
#else
  let kernelTargets = [kernels("InklingKernelsPortable", "KERNELS_PORTABLE", [])]
#endif
let kernelNames = kernelTargets.map { Target.Dependency(stringLiteral: $0.name) }

// What only the server needs, or its TLS, and who leaves its trait out neither fetches nor builds.
func server(_ product: String, _ package: String, trait: String = "Server") -> Target.Dependency {
  .product(name: product, package: package, condition: .when(traits: [trait]))
}

let package = Package(
  name: "Inkling",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Inkling", targets: ["Inkling"]),
    .library(name: "InklingServing", targets: ["InklingServing"]),
    .library(name: "InklingTeaching", targets: ["InklingTeaching", "InklingStore"]),
    .executable(name: "inkling", targets: ["InklingCommand"]),
  ],
  traits: [
    .trait(
      name: "Server",
      description: "The commands 'serve', 'teach' and 'store', and the libraries InklingServing and InklingTeaching."),
    .trait(
      name: "TLS", description: "TLS for 'serve': BoringSSL takes long to build.", enabledTraits: ["Server"]),
    .default(enabledTraits: ["Server"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.45.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
  ],
  targets: kernelTargets + [
    .systemLibrary(
      name: "InklingCZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "InklingCSpng", pkgConfig: "spng", providers: [.apt(["libspng-dev"]), .brew(["libspng"])]),
    .systemLibrary(
      name: "InklingCTurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "InklingCWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
    .systemLibrary(
      name: "InklingCNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"]), .brew(["nettle"])]),
    .systemLibrary(
      name: "InklingCFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"]), .brew(["freetype"])]),
    .systemLibrary(
      name: "InklingCSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .target(name: "InklingCPUFeatures"),
    .target(name: "InklingPlatform"),
    .target(name: "InklingKernelInterface"),
    .target(name: "InklingFiles", dependencies: ["InklingPlatform", "InklingCNettle"]),
    .target(name: "InklingFormats", dependencies: ["InklingPlatform", "InklingFiles", "InklingCZlib"]),
    .target(
      name: "InklingONNX", dependencies: ["InklingPlatform", "InklingFiles", "InklingFormats", "InklingMathematics"]),
    .target(name: "InklingHDF5", dependencies: ["InklingPlatform", "InklingFiles", "InklingFormats", "InklingCZlib"]),
    // Intrinsics that Swift has not. Optimised in debug builds too, as the kernels are.
    .target(name: "InklingIntegerKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
    .target(
      name: "InklingQuantization",
      dependencies: [
        "InklingCPUFeatures", "InklingIntegerKernels", "InklingEngine", "InklingFiles", "InklingFormats",
        "InklingMathematics",
      ]),
    .target(
      name: "InklingExchange",
      dependencies: [
        "InklingPlatform", "InklingFiles", "InklingFormats", "InklingONNX", "InklingHDF5", "InklingMathematics",
        "InklingDrawingPage", "InklingEngine", "InklingDatasets", "InklingQuantization", "InklingTraining",
      ]),
    .testTarget(
      name: "ExchangeTests",
      dependencies: [
        "InklingExchange", "InklingHDF5", "InklingONNX", "InklingFormats", "InklingFiles", "InklingEngine",
        "InklingMathematics", "InklingDatasets", "InklingQuantization", "InklingTargets", "InklingTestSupport",
        "InklingTraining",
      ]),
    .testTarget(
      name: "QuantizationTests",
      dependencies: [
        "InklingQuantization", "InklingIntegerKernels", "InklingCPUFeatures", "InklingEngine", "InklingFiles",
        "InklingFormats",
      ]),
    .target(name: "InklingRandomness"),
    .target(name: "InklingMathematics"),
    .target(name: "InklingTargets", dependencies: ["InklingFiles"]),
    .target(
      name: "InklingEngine",
      dependencies: [
        "InklingPlatform",
        "InklingKernelInterface", "InklingCPUFeatures", "InklingFiles", "InklingFormats", "InklingMathematics",
        "InklingRandomness",
        "InklingTargets",
      ] + kernelNames),
    .target(
      name: "InklingDatasets",
      dependencies: [
        "InklingPlatform", "InklingCaptchas", "InklingFiles", "InklingFormats", "InklingImages", "InklingMathematics",
        "InklingRandomness", "InklingTargets",
      ], swiftSettings: loops),
    .target(
      name: "InklingImages",
      dependencies: [
        "InklingPlatform", "InklingFiles", "InklingMathematics", "InklingCSpng", "InklingCTurboJPEG", "InklingCWebP",
      ], swiftSettings: loops),
    .target(
      name: "InklingCaptchas",
      dependencies: [
        "InklingPlatform", "InklingFiles", "InklingFormats", "InklingImages", "InklingMathematics",
        "InklingRandomness", "InklingTargets", "InklingCFreeType",
      ], swiftSettings: loops),
    .testTarget(
      name: "CaptchasTests",
      dependencies: [
        "InklingCaptchas", "InklingFiles", "InklingFormats", "InklingImages", "InklingRandomness",
        "InklingTargets", "InklingTestSupport",
      ]),
    .target(
      name: "InklingFraming", dependencies: ["InklingFiles", "InklingImages", "InklingMathematics"],
      swiftSettings: loops),
    .testTarget(name: "FramingTests", dependencies: ["InklingFraming", "InklingFiles", "InklingImages"]),
    .executableTarget(
      name: "InklingPictures",
      dependencies: [
        "InklingDatasets", "InklingEngine", "InklingFiles", "InklingFormats", "InklingFraming", "InklingImages",
        "InklingRandomness", "InklingRecognition", "InklingTraining",
      ], path: "Benchmarks/pictures"),
    .executableTarget(
      name: "InklingTeachingBenchmark",
      dependencies: [
        "InklingDatasets", "InklingFiles", "InklingImages", "InklingRecognition", "InklingStore", "InklingTeaching",
        "InklingTraining",
      ], path: "Benchmarks/teaching", exclude: ["run"]),
    .target(
      name: "InklingTraining",
      dependencies: [
        "InklingPlatform", "InklingCaptchas",
        "InklingEngine", "InklingDatasets", "InklingFiles", "InklingFormats", "InklingImages", "InklingMathematics",
        "InklingQuantization", "InklingRandomness", "InklingTargets", .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "InklingCharts", dependencies: ["InklingFiles", "InklingMathematics"]),
    .target(
      name: "InklingExplanation",
      dependencies: [
        "InklingCharts", "InklingEngine", "InklingFiles", "InklingFraming", "InklingImages", "InklingMathematics",
        "InklingRecognition", "InklingTraining",
      ]),
    .testTarget(
      name: "ExplanationTests",
      dependencies: [
        "InklingExplanation", "InklingCharts", "InklingEngine", "InklingFiles", "InklingFraming", "InklingImages",
        "InklingRecognition", "InklingTestSupport", "InklingTraining",
      ]),
    // Their bytes become part of the program by #embed.
    .target(name: "InklingCEmbeddedModel", exclude: ["model.safetensors", "detector.safetensors"]),
    .target(name: "InklingCDrawingPage", exclude: ["page"]),
    .target(name: "InklingDrawingPage", dependencies: ["InklingCDrawingPage", "InklingFiles"]),
    .testTarget(
      name: "DrawingPageTests",
      dependencies: [
        "InklingDrawingPage", "InklingDatasets", "InklingFiles", "InklingFraming", "InklingImages", "InklingRandomness",
      ]),
    .target(
      name: "InklingRecognition",
      dependencies: [
        "InklingPlatform", "InklingCEmbeddedModel", "InklingEngine", "InklingDatasets", "InklingFiles",
        "InklingFraming", "InklingImages", "InklingMathematics", "InklingTraining",
      ]),
    .testTarget(
      name: "RecognitionTests",
      dependencies: [
        "InklingPlatform",
        "InklingRecognition", "InklingDatasets", "InklingEngine", "InklingFiles", "InklingFraming", "InklingImages",
        "InklingRandomness", "InklingTestSupport", "InklingTraining",
      ]),
    .target(
      name: "InklingAnalysis",
      dependencies: ["InklingDatasets", "InklingFiles", "InklingMathematics", "InklingRandomness"],
      swiftSettings: loops),
    .target(
      name: "InklingReports",
      dependencies: [
        "InklingAnalysis", "InklingCharts", "InklingDatasets", "InklingEngine", "InklingFiles", "InklingImages",
        "InklingRandomness", "InklingTraining",
      ]),
    .target(
      name: "Inkling",
      dependencies: [
        "InklingAnalysis", "InklingCaptchas", "InklingCharts", "InklingEngine", "InklingDatasets", "InklingExchange",
        "InklingExplanation", "InklingFiles", "InklingFormats", "InklingFraming", "InklingImages", "InklingONNX",
        "InklingQuantization",
        "InklingRecognition", "InklingReports", "InklingTargets", "InklingTraining",
      ]),
    .target(
      name: "InklingMeasuring", dependencies: ["InklingPlatform", "InklingEngine", "InklingFiles", "InklingRandomness"]),
    .executableTarget(
      name: "InklingCommand",
      dependencies: [
        "InklingPlatform",
        "InklingCaptchas", "InklingCharts", "InklingEngine", "InklingDatasets", "InklingExchange", "InklingExplanation",
        "InklingFiles", "InklingFormats", "InklingFraming", "InklingTraining", "InklingImages", "InklingMathematics",
        "InklingMeasuring",
        "InklingQuantization", "InklingRecognition", "InklingReports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .target(name: "InklingServing", condition: .when(traits: ["Server"])),
        .target(name: "InklingStore", condition: .when(traits: ["Server"])),
        .target(name: "InklingTeaching", condition: .when(traits: ["Server"])),
      ]),
    .target(
      name: "InklingStore",
      dependencies: ["InklingPlatform", "InklingFiles", "InklingFormats", "InklingImages", "InklingCSQLite"]),
    .testTarget(
      name: "StoreTests",
      dependencies: ["InklingStore", "InklingCSQLite", "InklingFiles", "InklingImages", "InklingPlatform"]),
    .target(
      name: "InklingTeaching",
      dependencies: [
        "InklingPlatform", "InklingFiles", "InklingDatasets", "InklingEngine", "InklingImages", "InklingRandomness",
        "InklingStore", "InklingTraining",
      ]),
    .testTarget(
      name: "TeachingTests",
      dependencies: [
        "InklingTeaching", "InklingStore", "InklingDatasets", "InklingEngine", "InklingFiles", "InklingImages",
        "InklingPlatform", "InklingTraining",
      ]),
    .target(name: "InklingCServedFiles"),
    .target(
      name: "InklingServing",
      dependencies: [
        "InklingPlatform", "InklingFiles", "InklingCServedFiles", "InklingDrawingPage", "InklingEngine",
        "InklingExchange", "InklingExplanation", "InklingFraming", "InklingImages", "InklingRecognition",
        "InklingStore", "InklingTeaching", "InklingTraining",
        server("HummingbirdCore", "hummingbird"), server("ServiceLifecycle", "swift-service-lifecycle"),
        server("UnixSignals", "swift-service-lifecycle"), server("NIOCore", "swift-nio"),
        server("NIOPosix", "swift-nio"), server("NIOExtras", "swift-nio-extras"),
        server("NIOHTTPTypes", "swift-nio-extras"), server("NIOHTTPTypesHTTP1", "swift-nio-extras"),
        server("NIOHTTP1", "swift-nio"), server("NIOHTTP2", "swift-nio-http2"),
        server("NIOHTTPTypesHTTP2", "swift-nio-extras"), server("HTTPTypes", "swift-http-types"),
        server("Logging", "swift-log"), server("NIOSSL", "swift-nio-ssl", trait: "TLS"),
        server("NIOTLS", "swift-nio", trait: "TLS"),
      ], exclude: ["OpenAPI"]),
    .testTarget(
      name: "ServingTests",
      dependencies: [
        "InklingServing", "InklingCSQLite", "InklingDatasets", "InklingEngine", "InklingFiles", "InklingImages",
        "InklingPlatform", "InklingRecognition", "InklingStore", "InklingTeaching", "InklingTraining",
        server("Logging", "swift-log"), server("NIOCore", "swift-nio"), server("NIOPosix", "swift-nio"),
      ]),
    .target(name: "InklingAllocationCounter", path: "Tests/AllocationCounter"),
    .target(
      name: "InklingTestSupport",
      dependencies: [
        "InklingPlatform", "InklingCaptchas", "InklingEngine", "InklingDatasets", "InklingFiles", "InklingRandomness",
        "InklingTargets",
      ],
      path: "Tests/TestSupport",
      swiftSettings: loops),
    .testTarget(name: "FilesTests", dependencies: ["InklingFiles"]),
    .testTarget(
      name: "FormatsTests", dependencies: ["InklingFormats", "InklingFiles"],
      exclude: ["PyTorch/PyTorchFixtures.json"]),
    .testTarget(name: "HDF5Tests", dependencies: ["InklingHDF5", "InklingFormats", "InklingFiles"]),
    .testTarget(name: "ONNXTests", dependencies: ["InklingONNX", "InklingFormats", "InklingFiles"]),
    .testTarget(name: "RandomnessTests", dependencies: ["InklingRandomness"]),
    .testTarget(name: "MathematicsTests", dependencies: ["InklingMathematics"]),
    .testTarget(name: "TargetsTests", dependencies: ["InklingTargets", "InklingFiles"]),
    .testTarget(
      name: "DatasetsTests",
      dependencies: [
        "InklingDatasets", "InklingFiles", "InklingFormats", "InklingImages", "InklingMathematics", "InklingRandomness",
        "InklingTestSupport",
      ]),
    .testTarget(name: "ChartsTests", dependencies: ["InklingCharts", "InklingFiles"]),
    .testTarget(
      name: "AnalysisTests",
      dependencies: [
        "InklingAnalysis", "InklingDatasets", "InklingFiles", "InklingMathematics", "InklingRandomness",
      ]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "InklingReports", "InklingAnalysis", "InklingCharts", "InklingDatasets", "InklingEngine", "InklingFiles",
        "InklingImages", "InklingRandomness", "InklingTraining", "InklingTestSupport",
      ]),
    .testTarget(name: "ImagesTests", dependencies: ["InklingImages", "InklingFiles", "InklingTestSupport"]),
    .testTarget(
      name: "MeasuringTests",
      dependencies: ["InklingMeasuring", "InklingEngine", "InklingFiles", "InklingTestSupport"]),
    .testTarget(
      name: "EngineTests",
      dependencies: [
        "InklingEngine", "InklingFiles", "InklingRandomness", "InklingTestSupport", "InklingAllocationCounter",
      ]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "InklingPlatform", "InklingCaptchas",
        "InklingTraining", "InklingEngine", "InklingDatasets", "InklingFiles", "InklingFormats", "InklingQuantization",
        "InklingTestSupport", "InklingAllocationCounter",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Inkling", "InklingCaptchas", "InklingCommand", "InklingEngine", "InklingDatasets", "InklingFiles",
        "InklingFormats", "InklingImages", "InklingRandomness", "InklingStore",
        "InklingTestSupport", "InklingTraining",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// What a file uses of another module, it imports itself, and shows its own users nothing of it.
for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error),
    ]
}
