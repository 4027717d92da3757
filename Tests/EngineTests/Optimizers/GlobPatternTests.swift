import InklingEngine
import Testing

@Suite struct GlobPatternTests {
  @Test(arguments: [
    ("conv1.weight", "conv1.weight", true), ("conv1.*", "conv1.weight", true), ("conv1.*", "conv12.weight", false),
    ("*", "", true), ("*", "a.b.c", true), ("", "", true), ("", "a", false), ("*.bias", "fc1.bias", true),
    ("*.bias", "fc1.bias2", false), ("conv?.weight", "conv2.weight", true), ("conv?.weight", "conv.weight", false),
    ("*conv*.w*t", "features.conv3.weight", true), ("a*b*c", "abcbc", true), ("a*b*c", "abcb", false),
    ("**", "x", true), ("fc.1", "fc11", false), ("*é", "naïvé", true), ("a*", "", false), ("caf?", "café", true),
    ("?", "字", true), ("??", "字", false),
  ])
  func matches(pattern: String, name: String, expected: Bool) {
    #expect(GlobPattern(pattern).matches(name) == expected)
  }
}
