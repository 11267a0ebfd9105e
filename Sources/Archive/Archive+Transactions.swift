import Latency

/// Transactions and reads, done again where the store was interrupted: their bodies may run more than once, and begin anew
/// each time.
extension Archive {
    /// Runs a transaction; what it meets that is damaged, and leaves as it is, comes back.
    func write(of sources: [Source], _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) -> Damages {
        let outer = found
        found = Damages()
        defer { found = outer }
        try transaction(of: sources, body)
        return found ?? Damages()
    }

    /// Runs `body` as one transaction, in which nobody else writes rows of the source.
    func transaction(of source: Source, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        try transaction(of: [source], body)
    }

    /// Runs `body` as one transaction, in which nobody else writes rows of the sources, or of any where they are nil. Ids
    /// that it made and that were rolled back are forgotten.
    func transaction(of sources: [Source]?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        defer { changedInventories = [:] }
        try retrying { () throws(ArchiveError) in
            changedInventories = [:]
            if found != nil { found = Damages() }
            do throws(ArchiveError) {
                try store.write(sources?.map(\.id)) { () throws(ArchiveError) in
                    try body()
                    try writeInventories()
                }
                doubtCatalogue()
            } catch {
                forgetCatalogue()
                throw error
            }
        }
    }

    /// Runs a read at one instant. What it meets that is damaged, and tells `report` of, comes with its value.
    func read<Value>(_ body: () throws(ArchiveError) -> Value) throws(ArchiveError) -> Read<Value> {
        // A read inside another one is told by itself.
        let outer = found
        defer { found = outer }
        var value: Value?
        try retrying { () throws(ArchiveError) in
            found = Damages()
            try store.read(within: nil) { () throws(ArchiveError) in value = try body() }
        }
        guard let value else { throw unread }
        return Read(value: value, damages: found ?? Damages())
    }

    /// Runs `body`, which asks the store one thing.
    func single<Value>(_ body: () throws(ArchiveError) -> Value) throws(ArchiveError) -> Value {
        var value: Value?
        try retrying { () throws(ArchiveError) in value = try body() }
        guard let value else { throw unread }
        return value
    }

    /// Runs `body`, whose reads are all of one instant: nobody can commit meanwhile, so it should not take long. It may run
    /// again, from its beginning.
    ///
    /// After `limit`, where there is one, reads fail with `ArchiveError.tookTooLong`.
    package func snapshot<Result>(within limit: Duration? = nil, _ body: () throws -> Result) throws -> Result {
        let deadline = limit.map { ContinuousClock.now + $0 }
        var result: Swift.Result<Result, any Error>?
        try retrying { () throws(ArchiveError) in
            try store.read(within: deadline.map { $0 - .now }) { () throws(ArchiveError) in
                let read = Swift.Result { try body() }
                // Whatever it has handed out so far is its own.
                hasHandedOut = false
                if case .failure(let error as ArchiveError) = read, error.isInterruption { throw error }
                result = read
            }
        }
        guard let result else { throw unread }
        return try result.get()
    }

    private var unread: ArchiveError { .failed(path: path, reason: "the store has not read") }

    private func retrying(_ attempt: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        depth += 1
        defer { depth -= 1 }
        // Inside another it is that one that is done again.
        if depth > 1 { return try attempt() }
        var number = 1
        while true {
            hasHandedOut = false
            do throws(ArchiveError) {
                return try attempt()
            } catch {
                guard error.isInterruption, !hasHandedOut, number < retries.attempts else { throw error }
                // Another server may answer now, which lacks what was stored last.
                forgetCatalogue()
            }
            retries.pause(number)
            number += 1
        }
    }
}

extension ArchiveError {
    fileprivate var isInterruption: Bool { if case .interrupted = self { true } else { false } }
}
