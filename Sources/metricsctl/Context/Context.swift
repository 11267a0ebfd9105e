import Archive
import Questions
import Rendering
import Schedule
import Support

/// All that commands take from the world around the process, and all that they say to it. `Main` makes it once and hands it
/// down; tests make others.
struct Context: Sendable {
    /// The words of the command line behind the program's name.
    let arguments: [String]
    /// Seconds since 1970 UTC, with their fraction.
    let clock: @Sendable () -> Double
    /// A clock that nobody sets.
    let instant: @Sendable () -> ContinuousClock.Instant
    let zone: Zone
    let environment: Environment
    let terminals: Terminals
    let output: Output
    /// Takes what somebody sends on stdin: fills the bytes from their beginning and returns how many there are, 0 at the end.
    let read: @Sendable (UnsafeMutableRawBufferPointer) -> Int
    /// Opens archives, whichever store they lie in.
    let archives: any ArchiveOpener
    /// Runs the machine's own programs.
    let runTool: Subprocess.Run

    /// Seconds since 1970 UTC.
    @Sendable func now() -> Int { Int(clock().rounded(.down)) }

    /// A time as people here write it.
    func text(_ time: Int) -> String { Timestamp.text(time, in: zone) }

    /// An environment variable; nil where it is not set, or empty.
    func variable(_ name: String) -> String? { environment.variable(name) }
}
