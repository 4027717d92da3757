import InklingPlatform
import Synchronization

/// The time as headers and logs write it.
enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
  static func header() -> String {
    let now = time(nil)
    return lastHeader.withLock { last in
      if last.time != now { last = (now, newHeader()) }
      return last.text
    }
  }

  /// Every answer has one: it is made once a second.
  private static let lastHeader = Mutex<(time: time_t, text: String)>((0, ""))

  private static func newHeader() -> String {
    let time = parts()
    return "\(days[Int(time.tm_wday)]), \(two(time.tm_mday)) \(months[Int(time.tm_mon)]) \(time.tm_year + 1900) "
      + "\(two(time.tm_hour)):\(two(time.tm_min)):\(two(time.tm_sec)) GMT"
  }

  /// "1994-11-06T08:49:37Z" (RFC 3339).
  static func stamp(at seconds: time_t = time(nil)) -> String {
    let time = parts(seconds)
    return "\(time.tm_year + 1900)-\(two(time.tm_mon + 1))-\(two(time.tm_mday))T"
      + "\(two(time.tm_hour)):\(two(time.tm_min)):\(two(time.tm_sec))Z"
  }

  private static func parts(_ seconds: time_t = time(nil)) -> tm {
    var seconds = seconds
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return parts
  }

  private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
