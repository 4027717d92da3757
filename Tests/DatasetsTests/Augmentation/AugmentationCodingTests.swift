import Foundation
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingDatasets

@Suite struct AugmentationCodingTests {
  private static func decode(_ json: String) throws -> Augmentation {
    try JSONDecoder().decode(Augmentation.self, from: Data(json.utf8))
  }

  private static func error(_ json: String) -> InputError? {
    do {
      _ = try decode(json)
      return nil
    } catch {
      return error as? InputError
    }
  }

  @Test func everyTransformComesBackAsItWas() throws {
    let all: [any ImageTransform] = [
      RandomAffine(
        degrees: -3...5, translate: SIMD2(0.1, 0.2), scale: 0.9...1, shear: -1...2, fill: 7, probability: 0.5),
      ElasticTransform(alpha: 12, sigma: 3.5, fill: 1, probability: 0.25), RandomCrop(padding: 3, fill: 4),
      RandomHorizontalFlip(probability: 0.1), RandomVerticalFlip(probability: 0.2),
      RandomErasing(scale: 0.1...0.3, ratio: 0.5...1, value: 9, probability: 1), Cutout(size: 5, value: 6),
      ColorJitter(brightness: 0.5...1.5, contrast: 1...2), GaussianNoise(mean: 0.1, sigma: 0.2),
      GaussianBlur(kernelSize: 5, sigma: 1...2), MixUp(alpha: 0.3, probability: 0.5), CutMix(alpha: 2),
    ]
    #expect(Set(all.map(\.name)) == Set(Augmentation.standards.map(\.name)))
    let augmentation = try Augmentation(all)
    let again = try JSONDecoder().decode(Augmentation.self, from: JSONEncoder().encode(augmentation))
    #expect(again == augmentation)
    for place in all.indices {
      #expect(again.transforms[place].values == all[place].values)
      #expect(all[place].values != Augmentation.standards.first { $0.name == all[place].name }?.values)
    }
  }

  @Test func shortFormsAreFilledIn() throws {
    let augmentation = try Self.decode(
      """
      ["random_horizontal_flip", {"random_affine": {"degrees": 10, "translate": 0.1, "scale": 1.5}},
       {"color_jitter": {"brightness": 0.25, "contrast": 2}}, {"elastic_transform": null}, {"mixup": {"p": 0.5}}]
      """)
    #expect(
      try augmentation
        == Augmentation([
          RandomHorizontalFlip(), RandomAffine(degrees: -10...10, translate: SIMD2(0.1, 0.1), scale: 1.5...1.5),
          ColorJitter(brightness: 0.75...1.25, contrast: 0...3), ElasticTransform(), MixUp(probability: 0.5),
        ]))
    #expect(try Self.decode("[]").transforms.isEmpty)
  }

  @Test func presetsByName() throws {
    #expect(try Self.decode("\"digits\"") == .digits)
    #expect(try Augmentation.read("fashion") == .fashion)
    #expect(Augmentation.presets.map(\.name) == ["digits", "fashion", "light"])
    for (_, preset) in Augmentation.presets { #expect(try Augmentation(preset.transforms) == preset) }
  }

  @Test(arguments: [
    (#"[{"random_afine": {}}]"#, "augmentation.0 is no transform: found random_afine", "random_affine"),
    (#"[{"random_affine": {"degree": 3}}]"#, "augmentation.0.random_affine.degree is not a known key", "degrees"),
    (#""digit""#, "augmentation is no preset: found digit", "digits"),
    (#"["mixupp"]"#, "augmentation.0 is no transform", "mixup"),
  ])
  func unknownNamesAreRefusedWithTheNearest(json: String, what: String, nearest: String) throws {
    let error = try #require(Self.error(json))
    #expect(error.kind == .malformed)
    #expect(error.description.hasPrefix("the augmentation is wrong, \(what)"), "\(error)")
    #expect(error.description.contains("; did you mean \(nearest)?"))
  }

  @Test(arguments: [
    (#"[{"random_affine": {"degrees": 181}}]"#, "random_affine.degrees", "-180 to 180", "181"),
    (#"[{"random_affine": {"degrees": [5, -5]}}]"#, "random_affine.degrees", "rising order", "[5, -5]"),
    (#"[{"random_affine": {"degrees": -5}}]"#, "random_affine.degrees", "one number d for -d to d", "-5"),
    (#"[{"random_affine": {"scale": [0, 1]}}]"#, "random_affine.scale", "0.1 to 10", "[0, 1]"),
    (#"[{"random_affine": {"translate": [0.1, 0.2, 0.3]}}]"#, "random_affine.translate", "two", "[0.1, 0.2, 0.3]"),
    (#"[{"random_affine": {"shear": []}}]"#, "random_affine.shear", "two", "[]"),
    (#"[{"elastic_transform": {"sigma": 0}}]"#, "elastic_transform.sigma", "0.5 to 100", "0"),
    (#"[{"elastic_transform": {"alpha": [1, 2]}}]"#, "elastic_transform.alpha", "a number", "[1, 2]"),
    (#"[{"gaussian_blur": {"kernel_size": 4}}]"#, "gaussian_blur.kernel_size", "an odd number", "4"),
    (#"[{"random_crop": {"padding": 1.5}}]"#, "random_crop.padding", "a whole number", "1.5"),
    (#"[{"random_crop": {"fill": 256}}]"#, "random_crop.fill", "0 to 255", "256"),
    (#"[{"color_jitter": {"brightness": 10}}]"#, "color_jitter.brightness", "1 - b to 1 + b", "10"),
    (#"[{"mixup": {"alpha": 0}}]"#, "mixup.alpha", "0.01 to 100", "0"),
    (#"[{"cutmix": {"p": 1.1}}]"#, "cutmix.p", "0 to 1", "1.1"),
  ])
  func valuesOutOfRangeAreNamed(json: String, key: String, expected: String, found: String) throws {
    let error = try #require(Self.error(json))
    let text = error.description
    #expect(error.kind == .malformed)
    #expect(text.hasPrefix("the augmentation is wrong, augmentation.0.\(key) is o"), "\(error)")
    #expect(text.contains(expected) && text.hasSuffix(", found \(found)."), "\(error)")
  }

  @Test(arguments: [
    (#"[{"mixup": {"alpha": "much"}}]"#, "augmentation.0.mixup.alpha is of the wrong type", "the text \"much\""),
    (#"[{"mixup": {"alpha": true}}]"#, "augmentation.0.mixup.alpha is of the wrong type", "true"),
    (#"["cutout", {"mixup": {}, "cutmix": {}}]"#, "augmentation.1 should be one transform", "keys (cutmix, ...)"),
    (#"[{}]"#, "augmentation.0 should be one transform", "an empty mapping"),
    (#"["mixup", {"random_crop": {}}]"#, "augmentation.1 stands behind mixup", "random_crop must come before it"),
    (#"["cutmix", "mixup", "cutout", "cutmix"]"#, "augmentation.2 stands behind cutmix", "cutout"),
  ])
  func wrongTypesFormsAndPlacesAreNamed(json: String, what: String, found: String) throws {
    let text = try #require(Self.error(json)?.description)
    #expect(text.hasPrefix("the augmentation is wrong, \(what)") && text.contains(found), "\(text)")
  }

  @Test func valuesGivenInSwiftAreCheckedToo() throws {
    #expect(throws: (any Error).self) { _ = try Augmentation([MixUp(alpha: .nan)]) }
    #expect(throws: (any Error).self) { _ = try Augmentation([RandomCrop(padding: -1)]) }
    #expect(throws: (any Error).self) { _ = try Augmentation([RandomAffine(probability: 2)]) }
  }

  @Test func theVocabularyNamesEveryKey() throws {
    let affine = try #require(Augmentation.vocabulary.first { $0.name == "random_affine" })
    #expect(affine.keys.map(\.name) == ["degrees", "translate", "scale", "shear", "fill", "p"])
    #expect(affine.keys[5].expected == "a number from 0 to 1" && affine.keys[5].standard == [1])
    #expect(Augmentation.vocabulary.map(\.name) == Augmentation.vocabulary.map(\.name).sorted())
  }

  @Test func whatIsReadIsAPresetJSONOrAFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(#"[{"cutout": {"size": 3}}]"#.utf8), to: "augment.json")
    #expect(try Augmentation.read(path) == Augmentation([Cutout(size: 3)]))
    #expect(try Augmentation.read(#"["cutout"]"#) == Augmentation([Cutout()]))
    func error(_ text: String) -> InputError? {
      do throws(InputError) {
        _ = try Augmentation.read(text)
        return nil
      } catch {
        return error
      }
    }
    let unknown = try #require(error("digts"))
    #expect(unknown.kind == .usage && unknown.remedy == "did you mean digits?")
    try folder.write(Array("[\n{\"cutout\":\n{\"size\": 0}}]".utf8), to: "augment.json")
    #expect(
      error(path)?.description.hasPrefix("the augmentation \(path) is wrong, line 3: augmentation.0.cutout.size is")
        == true)
    try folder.write(Array(#"[{"cutout": {"size": 1, "size": 2}}]"#.utf8), to: "augment.json")
    #expect(error(path)?.what == "repeated key 'size'" && error(path)?.path == path)
    #expect(error(folder.path)?.kind == .missing)
    #expect(error("[{")?.kind == .malformed)
    #expect(error(#"{"cutout": {}}"#)?.what.contains("should be a preset's name or a list") == true)
    try folder.write([0xEF, 0xBB, 0xBF] + Array(#"["cutout"]"#.utf8), to: "augment.json")
    #expect(try Augmentation.read(path) == Augmentation([Cutout()]))
  }
}
