import Testing

@testable import InklingReports
@testable import InklingTraining

@Suite struct CaptchaAuditReportTests {
  @Test func aPageShowsWhatWasFound() {
    func training(_ start: CaptchaAuditResult.Start, _ labels: Int, _ correct: Int) -> CaptchaAuditResult.Training {
      CaptchaAuditResult.Training(
        start: start, labels: labels, plannedSteps: 20,
        points: [10, 20].map {
          CaptchaAuditResult.Point(
            steps: $0, seconds: Double($0) * 6, correct: correct * $0 / 20, texts: 100, characterAccuracy: 0.5)
        }, stop: labels == 500 ? .budget : nil)
    }
    let result = CaptchaAuditResult(
      pictures: 600, tested: 100, alphabet: "ab<", network: "captcha", style: "classic", steps: 60, seconds: 400,
      stop: .budget, trainings: [training(.nothing, 0, 0), training(.nothing, 50, 0), training(.network, 500, 80)])
    let page = CaptchaAuditReport(result, of: "ours <b>").page
    let checker = PageChecker(page.html)
    #expect(checker.faults.isEmpty, "\(checker.faults.prefix(5))")
    #expect(page.sections.map(\.title) == ["Verdict", "Curves", "Figures"])
    for text in ["80.00 %", "by the budget", "from a network", "Whole texts against minutes", "Bursztein"] {
      #expect(page.html.contains(text), "\(text)")
    }
    #expect(CaptchaAuditReport(result, of: "ours <b>").page.html == page.html)
    let none = CaptchaAuditResult(
      pictures: 600, tested: 100, alphabet: "ab", network: "captcha", style: nil, steps: 60, seconds: 1, stop: .request,
      trainings: [])
    #expect(CaptchaAuditReport(none, of: "ours").page.html.contains("Nothing was read"))
  }
}
