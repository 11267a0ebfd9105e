/// Answers that hold for now, as they are sent.
struct KeptAnswers {
    private static let mostBytes = 64 << 20
    private static let longestBody = 16 << 20

    private var answers: [Visit.Wish: Rendered] = [:]
    private var bytes = 0

    /// `now` is in seconds since 1970 UTC.
    func answer(to wish: Visit.Wish, now: Int) -> Rendered? {
        guard let answer = answers[wish], now < answer.content.changesAt ?? .max else { return nil }
        return answer
    }

    /// Where there is no room left all are dropped: what is asked for often is soon back.
    mutating func keep(_ answer: Rendered, for wish: Visit.Wish) {
        // A wish that holds much takes part of the room too.
        let size = answer.content.body.readableBytes + 1024
        guard size <= KeptAnswers.longestBody else { return }
        if bytes + size > KeptAnswers.mostBytes { removeAll() }
        answers[wish] = answer
        bytes += size
    }

    mutating func removeAll() {
        answers.removeAll()
        bytes = 0
    }
}
