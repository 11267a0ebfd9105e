/// Which records of no source there should be.
extension Archive {
    /// Nobody else has it: what is added with it is added once, however often that is tried.
    static func newRecordKey() -> String { String(UInt128.random(in: .min ... .max), radix: 16) }

    /// A number that no record of the kind ever had; inside a transaction.
    func nextID(
        in table: NumberedTable, _ records: KeyPath<RecordInventory, RecordInventory.Records>
    ) throws(ArchiveError) -> Int {
        let last = try recordInventory()?[keyPath: records].last ?? 0
        return max(try store.nextNumber(in: table), last + 1)
    }

    /// To be called inside a transaction. What is unreadable stays so.
    func changeRecords(_ change: (inout RecordInventory) -> Void) throws(ArchiveError) {
        let isThere = try store.recordInventory() != nil
        guard var inventory = try recordInventory() ?? (isThere ? nil : RecordInventory()) else { return }
        change(&inventory)
        try store.putRecordInventory(inventory.encoded)
    }

    /// Removes a record, as one transaction.
    ///
    /// - Parameter remove: takes it out of the store; false where it is not there.
    /// - Returns: whether it was there, also where an attempt has removed it of which that was not known.
    func removeRecord(
        _ id: Int, _ records: WritableKeyPath<RecordInventory, RecordInventory.Records>,
        _ remove: () throws(ArchiveError) -> Bool
    ) throws(ArchiveError) -> Bool {
        var isKnown = false
        try transaction(of: nil) { () throws(ArchiveError) in
            isKnown = try remove() || isKnown
            try changeRecords { $0[keyPath: records].remove(id) }
        }
        return isKnown
    }

    /// Notes records that are gone.
    ///
    /// - Parameters:
    ///   - name: what people call one of them.
    ///   - found: the ids of those that are there.
    func reportGone(
        _ name: String, _ found: NumberSet, _ records: KeyPath<RecordInventory, RecordInventory.Records>
    ) throws(ArchiveError) {
        guard let inventory = try recordInventory() else {
            // An archive that never had any needs none.
            let isThere = try store.recordInventory() != nil
            if isThere || !found.isEmpty {
                report(damagedPart("nothing says which marks and exclusions there should be"))
            }
            return
        }
        let gone = inventory[keyPath: records].ids.subtracting(found).stretches
        for id in gone.joined() { report(damagedPart("\(name) \(id) is gone")) }
    }

    /// nil where it is unreadable, or where there is none.
    private func recordInventory() throws(ArchiveError) -> RecordInventory? {
        try store.recordInventory().flatMap { bytes in try? bytes.withUnsafeBytes { try RecordInventory($0) } }
    }
}
