import InklingEngine
import InklingExchange
import InklingFiles
import Testing

struct SourceExportFaultsTests {
  private func sentence(_ change: (inout SourceExport) -> Void) throws -> String {
    var export = try TestedNetworks.export(try TestedNetworks.small(), golden: 2)
    change(&export)
    do throws(InputError) {
      _ = try export.text(.c)
      return "none"
    } catch {
      return error.description
    }
  }

  @Test func saysWhatIsWrong() throws {
    #expect(try sentence { _ in } == "none")
    #expect(
      try sentence { $0.classNames.removeLast() } == "the class names are not the network's: expected 5, found 4.")
    #expect(
      try sentence { $0.golden = [] }
        == "the golden inputs cannot be written: expected 1 to 256 images, at most 4194304 bytes in all, "
        + "found 0 of 1x6x6."
    )
    #expect(
      try sentence { $0.golden[1].pixels.removeLast() }
        == "golden input 1 is not the network's: expected 36 pixels and 5 finite logits, found 35 and 5.")
    #expect(
      try sentence { $0.golden[0].logits[2] = .nan }
        == "golden input 0 is not the network's: expected 36 pixels and 5 finite logits, found 36 and 5.")
    #expect(
      try sentence { $0.normalization = Normalization(mean: 0, deviation: 1, channels: 2) }
        == "the normalisation is not the input's: expected 1 channels, found 2.")
    #expect(
      try sentence { $0.normalization = Normalization(scale: [.infinity], shift: [0]) }
        .hasPrefix("the network cannot be written: expected finite numbers"))
  }

  @Test func saysWhichParameterIsWrong() throws {
    #expect(
      try sentence { $0.parameters.removeFirst() } == "a parameter of the network is missing: expected 0.weight.")
    #expect(
      try sentence { $0.parameters[1] = NamedTensor(name: "0.bias", shape: [1, 3], values: [0, 0, 0]) }
        == "the parameter 0.bias is not the network's: expected [3], found [1, 3].")
    #expect(
      try sentence { $0.parameters[1].values[2] = .infinity }
        == "the parameter 0.bias cannot be written: expected finite numbers, found inf at 2; "
        + "train the network again with a lower learning rate.")
  }

  @Test func namesAreMadeOfTheTitle() throws {
    func names(_ title: String) throws -> (swift: Bool, c: Bool) {
      let export = try TestedNetworks.export(try TestedNetworks.small(), golden: 1, title: title)
      let (swift, c) = (try export.text(.swift), try export.text(.c))
      switch title {
      case "": return (swift.contains("public enum Network {"), c.contains("void network_predict("))
      case "3 digits":
        return (swift.contains("enum Network3DigitsNetwork {"), c.contains("void network_3_digits_predict("))
      default: return (swift.contains("enum StringNetwork {"), c.contains("void string_predict("))
      }
    }
    for title in ["", "3 digits", "String"] { #expect(try names(title) == (true, true)) }
  }
}
