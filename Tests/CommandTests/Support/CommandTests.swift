import Testing

/// Everything that starts processes. How many run at once is the test runner's affair: each test waits for its own, so
/// there are never more than it has threads, one a processor.
@Suite(.timeLimit(.minutes(20))) struct CommandTests {}
