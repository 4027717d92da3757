import ArgumentParser

struct CaptchaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "captcha",
    abstract: "Draw pictures of texts, as CAPTCHAs, meters and forms have them, and find out how strong one's own are.",
    discussion: """
      For judging how strong a CAPTCHA of one's own is, for reading meters, plates, serial numbers and forms, and for \
      learning. Do not read other people's CAPTCHAs without their permission.

      Examples:
        inkling captcha sheet --style classic --sheet classic.png
        inkling captcha write pictures --count 100 --style wavy --length 4-6
        inkling captcha audit pictures --budget 30m -o audit.html
      """,
    subcommands: [CaptchaSheetCommand.self, CaptchaWriteCommand.self, CaptchaAuditCommand.self])
}
