import HTTPClient
import Prometheus

/// How far long work is, as a bar on the terminal behind stderr. Pipes, logs and cron never see it, nor does anybody whose
/// work is over within a second.
final class ProgressLine {
    /// What is counted, in the plural.
    var noun: String
    private let isWanted: Bool
    /// Seconds of a clock that only goes forward.
    private let clock: () -> Double
    private let draw: (String) -> Void
    private let start: Double
    /// When the bar was last drawn; nil while there is none.
    private var drawn: Double?

    /// Seconds until there is a bar, and from one picture of it to the next.
    private static let (patience, pause) = (1.0, 0.1)

    convenience init(of noun: String, isWanted: Bool = true) {
        let isPossible = ProcessEnvironment.errorTerminal.isTerminal && ProcessEnvironment.variable("TERM") != "dumb"
        self.init(
            of: noun, isWanted: isWanted && isPossible && !Output.isQuiet, clock: RetryPolicy.monotonicSeconds,
            draw: { bar in Output.status(bar) })
    }

    init(of noun: String, isWanted: Bool, clock: @escaping () -> Double, draw: @escaping (String) -> Void) {
        (self.noun, self.isWanted, self.clock, self.draw) = (noun, isWanted, clock, draw)
        start = clock()
    }

    /// Cheap enough to be called for every piece of the work.
    func show(done: Int, total: Int) {
        guard isWanted else { return }
        let now = clock()
        guard now - start >= Self.patience, drawn.map({ now - $0 >= Self.pause }) ?? true else { return }
        drawn = now
        let bar = ProgressBar(done: min(done, total), total: total, noun: noun, seconds: now - start)
        draw(bar.text(width: ProcessEnvironment.errorTerminal.width))
    }

    /// Takes the bar away.
    func end() {
        if drawn != nil { draw("") }
        drawn = nil
    }
}
