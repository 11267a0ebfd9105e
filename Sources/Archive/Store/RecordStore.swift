import Latency

/// The rows that nothing refers to: runs, what was told, unit changes, refused windows; and, of no source, marks and
/// exclusions.
package protocol RecordStore {
    /// Hands runs to `body`, those that finished last first, of those that finished together the greatest number first,
    /// until it returns false.
    func runs(of source: Int, _ query: RunQuery, _ body: (StoredRun) -> Bool) throws(ArchiveError)
    /// When a run of a number finished, in seconds since 1970 UTC.
    func finish(ofRun id: Int, of source: Int) throws(ArchiveError) -> Int?
    /// False, and nothing stored, where another run has the number. A run that is there already is the same run.
    func add(_ run: StoredRun) throws(ArchiveError) -> Bool
    /// Deletes runs that finished before a time, successes or failures, those that finished first; at most `limit`.
    func deleteRuns(of source: Int, succeeded: Bool, finishedBefore time: Int, limit: Int) throws(ArchiveError)
    /// How many runs have a greater number than the last success.
    func runsSinceSuccess(of source: Int) throws(ArchiveError) -> Int

    /// Hands what a target was told to `body`, by kind of subject and by model; of all sources and targets where both are nil.
    func told(of source: Int?, to target: String?, _ body: (StoredTold) -> Void) throws(ArchiveError)
    func add(_ told: StoredTold) throws(ArchiveError)
    /// Deletes what a target was told of a subject.
    func deleteTold(of source: Int, to target: String, subject: String, model: Name?) throws(ArchiveError)
    /// Deletes what all targets were told of a model.
    func deleteTold(of source: Int, model: Name) throws(ArchiveError)

    /// Hands the unit changes of a source to `body`, by number.
    func unitChanges(of source: Int, _ body: (StoredUnitChange) -> Void) throws(ArchiveError)
    func add(_ change: StoredUnitChange) throws(ArchiveError)

    /// The windows from which a model was refused, oldest first.
    func refusedWindows(of source: Int) throws(ArchiveError) -> [Window]
    /// Adds and removes some; those that are there already, or are not, stay so.
    func changeRefused(of source: Int, add: [Window], remove: [Window]) throws(ArchiveError)

    // MARK: Of no source

    /// Hands all marks to `body`, in any order.
    func marks(_ body: (StoredMark) -> Void) throws(ArchiveError)
    /// The one of a key.
    func mark(_ key: String) throws(ArchiveError) -> StoredMark?
    /// Refuses a number that is taken, and a key that is.
    func add(_ mark: StoredMark) throws(ArchiveError)
    /// False where there is none of that number.
    func removeMark(_ id: Int) throws(ArchiveError) -> Bool

    /// Hands all exclusions to `body`, in any order.
    func exclusions(_ body: (StoredExclusion) -> Void) throws(ArchiveError)
    /// The number of the one of a key.
    func exclusion(_ key: String) throws(ArchiveError) -> Int?
    /// Refuses a number that is taken, and a key that is.
    func add(_ exclusion: StoredExclusion) throws(ArchiveError)
    /// False where there is none of that number.
    func removeExclusion(_ id: Int) throws(ArchiveError) -> Bool

    /// Which of both there should be: see `RecordInventory`.
    func recordInventory() throws(ArchiveError) -> [UInt8]?
    func putRecordInventory(_ body: [UInt8]) throws(ArchiveError)
}

/// Which runs are asked for. Times are in seconds since 1970 UTC.
package struct RunQuery: Sendable {
    package enum Outcome: CaseIterable, Sendable { case any, success, failure }

    /// They finished at this time or before.
    package let end: Int
    /// They finished after this time; nil for no such bound. Successes have none.
    package let start: Int?
    package let outcome: Outcome

    package init(upTo end: Int, after start: Int? = nil, _ outcome: Outcome = .any) {
        (self.end, self.start, self.outcome) = (end, start, outcome)
    }
}
