/// What posix_spawn(3) does between fork and exec: where the command's streams lead, and its signals as a shell leaves
/// them.
package struct SpawnActions: ~Copyable {
  #if canImport(Darwin)
    private var files: posix_spawn_file_actions_t?
    private var attributes: posix_spawnattr_t?
  #else
    private var files = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()
  #endif

  /// - Parameters:
  ///   - output: the descriptor that becomes the standard output.
  ///   - errors: that of standard error; nil drops what is written there.
  ///   - inherited: becomes descriptor 3, if given.
  package init(output: CInt, errors: CInt?, inherited: CInt? = nil) {
    posix_spawn_file_actions_init(&files)
    posix_spawnattr_init(&attributes)
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&files, output, 1)
    if let errors {
      posix_spawn_file_actions_adddup2(&files, errors, 2)
    } else {
      posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
    }
    if let inherited { posix_spawn_file_actions_adddup2(&files, inherited, 3) }
    resetSignals()
  }

  deinit {
    var (files, attributes) = (files, attributes)
    posix_spawn_file_actions_destroy(&files)
    posix_spawnattr_destroy(&attributes)
  }

  /// What this process does about signals is not the command's business.
  private mutating func resetSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var ordinary = sigset_t()
    sigemptyset(&ordinary)
    for signal in [SIGINT, SIGTERM, SIGPIPE, SIGHUP] { sigaddset(&ordinary, signal) }
    posix_spawnattr_setsigdefault(&attributes, &ordinary)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
  }

  /// Starts the command; 0 or an errno.
  ///
  /// - Parameters:
  ///   - arguments: the command's name first.
  ///   - environment: nil for this process's own.
  package mutating func spawn(
    _ identifier: inout pid_t, _ arguments: [String], _ environment: [String]? = nil
  ) -> CInt {
    let values = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { $0.map { strdup($0) } + [nil] }
    defer { (values + (variables ?? [])).forEach { free($0) } }
    guard let variables else { return posix_spawnp(&identifier, arguments[0], &files, &attributes, values, environ) }
    return posix_spawnp(&identifier, arguments[0], &files, &attributes, values, variables)
  }
}
