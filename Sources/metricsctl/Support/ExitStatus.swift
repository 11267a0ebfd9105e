/// The exit statuses of `metricsctl`.
enum ExitStatus: Int32 {
    case success = 0
    /// Something failed, `health` found nothing fresh, or `check` has a warning.
    case failure = 1
    /// `check`: a limit is exceeded by far.
    case critical = 2
    /// `check`: nobody can tell, wrong usage included.
    case unknown = 3
    /// The command line is wrong (`EX_USAGE` of sysexits.h).
    case usage = 64
    /// `collect` was stopped by Ctrl-C, and kept what it had stored.
    case interrupted = 130
    /// The same by SIGTERM.
    case terminated = 143
}
