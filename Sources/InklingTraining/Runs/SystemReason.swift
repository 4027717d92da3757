import InklingPlatform

/// What the system says about its last error in this thread: "Permission denied".
func systemReason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
