/// Answers that hold for now, as they are sent.
struct CachedResponses {
    static let maximumBytes = 32 << 20
    private static let longestAnswer = 16 << 20

    private struct Kept {
        let answer: CachedResponse
        /// When it was made, in seconds since 1970 UTC.
        let made: Int
        let bytes: Int
    }

    private var answers: [RequestContext.CacheKey: Kept] = [:]
    /// How many bytes all of them take.
    private(set) var memory = 0

    /// `now` is in seconds since 1970 UTC. A clock that was set back makes an answer one of the future, which doesn't hold.
    func answer(to wish: RequestContext.CacheKey, now: Int) -> CachedResponse? {
        guard let kept = answers[wish], kept.made <= now, now < kept.answer.content.changesAt ?? .max else {
            return nil
        }
        return kept.answer
    }

    /// Keeps an answer that was made at `now`. Where there is no room left all others are dropped: what is asked for often
    /// is soon back.
    mutating func keep(_ answer: CachedResponse, for wish: RequestContext.CacheKey, now: Int) {
        let size = answer.memory + wish.memory
        guard size <= CachedResponses.longestAnswer else { return }
        memory -= answers.removeValue(forKey: wish)?.bytes ?? 0
        if memory + size > CachedResponses.maximumBytes { removeAll() }
        answers[wish] = Kept(answer: answer, made: now, bytes: size)
        memory += size
    }

    /// Counts a kept answer anew, which has got another form meanwhile.
    mutating func recount(_ answer: CachedResponse, for wish: RequestContext.CacheKey) {
        guard let kept = answers[wish], kept.answer === answer else { return }
        keep(answer, for: wish, now: kept.made)
    }

    mutating func removeAll() {
        answers.removeAll()
        memory = 0
    }
}

extension RequestContext.CacheKey {
    /// How many bytes it takes as a key, about: what is asked for may be as long as a URL.
    fileprivate var memory: Int {
        values.reduce(512 + (top?.utf8.count ?? 0)) { sum, parameter in
            parameter.value.reduce(sum + parameter.key.utf8.count + 64) { $0 + $1.utf8.count + 16 }
        }
    }
}
