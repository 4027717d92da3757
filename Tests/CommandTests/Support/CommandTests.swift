import Testing

/// Everything that starts processes: one test at a time, so that a small machine is not asked for twenty trainings at
/// once.
@Suite(.serialized, .timeLimit(.minutes(5))) struct CommandTests {}
