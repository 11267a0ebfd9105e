/// A stretch of time that reports and objectives leave out, such as a maintenance. The counts stay as they are.
package struct Exclusion: Hashable, Sendable {
    /// Seconds since 1970 UTC; `to` is later.
    package let from, to: Int
    package let models: ShellPattern
    package let reason: String

    package init(from: Int, to: Int, models: ShellPattern, reason: String) {
        (self.from, self.to, self.models, self.reason) = (from, to, models, reason)
    }
}
