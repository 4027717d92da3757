// swift-tools-version: 6.2
import PackageDescription

// The kernels are the only code compiled for particular instructions, so they are the only code with
// flags of their own: always optimised (a debug build of the tests would otherwise take minutes an epoch).
func kernels(_ name: String, _ define: String, _ instructions: [String]) -> Target {
  .target(
    name: name,
    dependencies: ["KernelInterface"],
    swiftSettings: [
      .define(define),
      .unsafeFlags(
        ["-Ounchecked", "-wmo", "-num-threads", "2", "-disable-batch-mode", "-gnone", "-enforce-exclusivity=unchecked"]
          + instructions.flatMap { ["-Xcc", $0] }),
    ])
}
#if arch(x86_64)
  let kernelTargets = [
    kernels("KernelsPortable", "KERNELS_PORTABLE", []),
    kernels("KernelsAVX2", "KERNELS_AVX2", ["-march=haswell"]),
    kernels("KernelsAVX512", "KERNELS_AVX512", ["-march=skylake-avx512", "-mprefer-vector-width=512"]),
  ]
#else
  let kernelTargets = [kernels("KernelsPortable", "KERNELS_PORTABLE", [])]
#endif
let kernelNames = kernelTargets.map { Target.Dependency(stringLiteral: $0.name) }

let package = Package(
  name: "Inkling",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Inkling", targets: ["Inkling", "Datasets", "Training", "Images"]),
    .executable(name: "inkling", targets: ["InklingCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: kernelTargets + [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"]), .brew(["nettle"])]),
    .target(name: "CPUFeatures"),
    .target(name: "KernelInterface"),
    .target(name: "Files", dependencies: ["CNettle"]),
    .target(name: "Randomness"),
    .target(name: "Mathematics"),
    .target(
      name: "Inkling",
      dependencies: ["KernelInterface", "CPUFeatures", "Files", "Mathematics", "Randomness"] + kernelNames),
    .target(name: "Datasets", dependencies: ["Files", "Mathematics", "Randomness", "CZlib"]),
    .target(name: "Images", dependencies: ["Files", "Mathematics", "CPNG"]),
    .target(
      name: "Training",
      dependencies: [
        "Inkling", "Datasets", "Files", "Mathematics", "Randomness", .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Measuring", dependencies: ["Inkling", "Files", "Randomness"]),
    .executableTarget(
      name: "InklingCommand",
      dependencies: [
        "Inkling", "Datasets", "Training", "Images", "Mathematics", "Measuring",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .target(
      name: "TestSupport", dependencies: ["Inkling", "Datasets", "Files", "Randomness"],
      path: "Tests/TestSupport"),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness"]),
    .testTarget(name: "MathematicsTests", dependencies: ["Mathematics"]),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "Files", "Mathematics", "Randomness", "TestSupport"]),
    .testTarget(name: "ImagesTests", dependencies: ["Images", "TestSupport"]),
    .testTarget(
      name: "InklingTests", dependencies: ["Inkling", "Files", "Randomness", "TestSupport", "AllocationCounter"]),
    .testTarget(name: "TrainingTests", dependencies: ["Training", "TestSupport", "AllocationCounter"]),
    .testTarget(
      name: "CommandTests", dependencies: ["InklingCommand", "Datasets", "Files", "Randomness", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
