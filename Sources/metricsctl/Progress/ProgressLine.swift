/// How far long work is, as a bar on the terminal behind stderr. Pipes, logs and cron never see it, nor does anybody whose
/// work is over within a second.
final class ProgressLine {
    /// What is counted, in the plural.
    var noun: String
    private let isWanted: Bool
    /// Seconds of a clock that only goes forward.
    private let clock: () -> Double
    /// Of the terminal, in columns.
    private let width: () -> Int
    private let draw: (String) -> Void
    private let start: Double
    /// When the bar was last drawn; nil while there is none.
    private var drawn: Double?

    /// Seconds until there is a bar, and from one picture of it to the next.
    private static let (patience, pause) = (1.0, 0.1)

    convenience init(of noun: String, isWanted: Bool = true, in context: Context) {
        let isPossible = context.errorTerminal.isTerminal && context.variable("TERM") != "dumb"
        let start = context.instant()
        self.init(
            of: noun, isWanted: isWanted && isPossible && !context.output.isQuiet,
            clock: { (context.instant() - start) / .seconds(1) }, width: { context.errorTerminal.width },
            draw: { context.output.status($0) })
    }

    init(
        of noun: String, isWanted: Bool, clock: @escaping () -> Double, width: @escaping () -> Int,
        draw: @escaping (String) -> Void
    ) {
        (self.noun, self.isWanted, self.clock, self.width, self.draw) = (noun, isWanted, clock, width, draw)
        start = clock()
    }

    /// Cheap enough to be called for every piece of the work.
    func show(done: Int, total: Int) {
        guard isWanted else { return }
        let now = clock()
        guard now - start >= Self.patience, drawn.map({ now - $0 >= Self.pause }) ?? true else { return }
        drawn = now
        let bar = ProgressBar(done: min(done, total), total: total, noun: noun, seconds: now - start)
        draw(bar.text(width: width()))
    }

    /// Takes the bar away.
    func end() {
        if drawn != nil { draw("") }
        drawn = nil
    }
}
