import InklingMathematics
import Testing

/// The functions against the true values to 40 digits (mpmath), and their bits against those of every other machine.
@Suite struct ElementaryTests {
  @Test(arguments: [
    (-699.5, 1.6255858439919858e-304), (-87.25, 1.2817592313147442e-38), (-1, 0.36787944117144233),
    (-0.015625, 0.9844964370054085), (0, 1), (0.3, 1.3498588075760032), (1, 2.718281828459045),
    (20.5, 799902177.4755054), (88.75, 3.4965139792603976e+38), (700.25, 1.3022997366991783e+304),
  ]) func exponential(_ x: Double, _ expected: Double) {
    #expect(abs(Elementary.exponential(x) / expected - 1) < 4e-15)
  }

  @Test func exponentialsThatAreNoNumbers() {
    #expect(Elementary.exponential(-.infinity) == 0)
    #expect(Elementary.exponential(-701) == 0)
    #expect(Elementary.exponential(.infinity) == .infinity)
    #expect(Elementary.exponential(.nan).isNaN)
  }

  @Test(arguments: [
    (2.2250738585072014e-308, -708.3964185322641), (1e-300, -690.7755278982137), (1e-10, -23.025850929940457),
    (0.5, -0.6931471805599453), (0.9990234375, -0.0009770396478266127), (1.0009765625, 0.0009760859730554589),
    (2, 0.6931471805599453), (10, 2.302585092994046), (12345.6789, 9.421061394191835), (1e300, 690.7755278982137),
  ]) func logarithm(_ x: Double, _ expected: Double) {
    #expect(abs(Elementary.logarithm(x) / expected - 1) < 4e-15)
    #expect(Elementary.logarithm(1) == 0)
  }

  @Test(arguments: [
    (6.0, 0.10452846326765347, 0.9945218953682733), (-6, -0.10452846326765347, 0.9945218953682733),
    (30, 0.5, 0.8660254037844386), (44.9, 0.705871570678681, 0.7083398377245289),
    (137, 0.6819983600624985, -0.7313537016191705), (359.5, -0.008726535498373935, 0.9999619230641713),
  ]) func sineAndCosine(degrees: Double, _ expected: Double, _ other: Double) {
    for turns in [-720.0, 0, 360] {
      let (sine, cosine) = Elementary.sineAndCosine(degrees: degrees + turns)
      #expect(abs(sine - expected) < 1e-14 && abs(cosine - other) < 1e-14)
    }
  }

  @Test func rightAnglesAreExact() {
    #expect(Elementary.sineAndCosine(degrees: 90) == (1, 0))
    #expect(Elementary.sineAndCosine(degrees: -180) == (0, -1))
  }

  @Test(arguments: [
    (0.0, 1.0), (0.0625, 0.9807852804032304), (0.25, 0.7071067811865476), (0.40625, 0.2902846772544624),
    (0.75, -0.7071067811865476), (1, -1), (1.3125, -0.5555702330196022), (2, 1),
  ]) func cosineOfPiTimes(_ x: Double, _ expected: Double) {
    #expect(abs(Elementary.cosine(ofPiTimes: x) - expected) < 1e-15)
    #expect(Elementary.cosine(ofPiTimes: -x - 4) == Elementary.cosine(ofPiTimes: x))
  }

  @Test(arguments: [
    (0.96, 0.004, 0.9998367253526753), (0.96, 0.92, 0.9631402540455443), (0.5, 0.5, 0.7071067811865476),
    (0.9, 2.5, 0.7684334714209162), (0.3, 9.75, 7.978701794120054e-06), (1e7, 0.01010101, 1.1768119505190422),
    (0.001, 0.0625, 0.6493816315762113), (4, -1.5, 0.125), (0.99, 150.25, 0.22089606946572365), (0, 0, 1), (0, 2.5, 0),
    (0.7, 3, 0.343),
  ]) func power(_ base: Double, _ exponent: Double, _ expected: Double) {
    #expect(abs(Elementary.power(base, exponent) - expected) <= 2e-14 * expected)
  }

  @Test(arguments: [
    (-1.5, 1.9661051464753108), (0, 1), (0.0625, 0.9295680222776129), (0.5, 0.4795001221869535),
    (1, 0.15729920705028513), (1.96875, 0.0053654483661057135), (2, 0.004677734981047266),
    (2.5, 0.0004069520174449589), (4, 1.541725790028002e-08), (8, 1.1224297172982926e-29),
    (26, 5.663192408856143e-296),
  ]) func complementaryError(_ x: Double, _ expected: Double) {
    #expect(abs(Elementary.complementaryError(x) / expected - 1) < 1e-13)
    #expect(Elementary.complementaryError(40) == 0)
  }

  /// One number over all bits of a thousand values each: the same on every machine and with every compiler.
  @Test func bitsAreTheSameEverywhere() {
    func digest(_ function: (Double) -> Double) -> UInt64 {
      (0..<1000).reduce(14_695_981_039_346_656_037) { hash, number in
        (hash ^ function(Double(number) * 0x1p-6 + 0x1p-9).bitPattern) &* 1_099_511_628_211
      }
    }
    #expect(digest { Elementary.exponential(8 - $0) } == 0xDB40_03A1_0751_C5DB)
    #expect(digest { Elementary.logarithm($0) } == 0xE4DD_6FF8_165B_50D7)
    #expect(digest { Elementary.sineAndCosine(degrees: 23 * $0).sine } == 0xD72F_374F_9CAE_7CD5)
    #expect(digest { Elementary.sineAndCosine(degrees: 23 * $0).cosine } == 0x9355_86A3_759E_B0D7)
    #expect(digest { Elementary.cosine(ofPiTimes: $0) } == 0x5691_FB2B_E0BF_E154)
    #expect(digest { Elementary.power(0.96, $0) } == 0x7B25_A705_7827_65EA)
    #expect(digest { Elementary.complementaryError($0) } == 0x17A9_0F28_B24A_FD19)
  }
}
