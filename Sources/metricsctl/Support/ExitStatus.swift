/// The exit statuses of `metricsctl`.
enum ExitStatus: Int32 {
    case success = 0
    /// Something failed, or `health` found nothing fresh.
    case failure = 1
    /// The command line is wrong (`EX_USAGE` of sysexits.h).
    case usage = 64
}
