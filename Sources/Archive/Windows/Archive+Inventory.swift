import Latency

/// Rows that are gone, which no checksum of a row can tell: what each source should have is written down.
extension Archive {
    /// What a source should have; nil where that is unreadable, or gone itself.
    func inventory(of source: Int) throws(ArchiveError) -> Inventory? {
        if let changed = changedInventories[source] { return changed }
        guard let bytes = try store.inventory(of: source) else { return nil }
        return try? bytes.withUnsafeBytes { try Inventory($0, mark: Place(table: .inventory, key: source).mark) }
    }

    /// To be called inside a transaction, which stores it. What is unreadable stays so.
    func changeInventory(of source: Int, _ change: (inout Inventory) -> Void) throws(ArchiveError) {
        guard var inventory = try inventory(of: source) else { return }
        change(&inventory)
        changedInventories[source] = inventory
    }

    func beginInventory(of source: Int) { changedInventories[source] = Inventory() }

    func writeInventories() throws(ArchiveError) {
        for (source, inventory) in changedInventories.sorted(by: { $0.key < $1.key }) {
            try store.putInventory(Place(table: .inventory, key: source).marked(inventory.encoded), of: source)
        }
    }

    /// Notes what of a range is gone; the catalogue must be fresh.
    func reportGone(of source: Source, in range: ClosedRange<Window>) {
        guard let missing = missing[source.id] else { return }
        for windows in missing.windows.stretches.map(Self.windows) where windows.overlaps(range) {
            report(gone(windows, of: source))
        }
        for windows in missing.days.stretches.map(Self.windowsOfDays) where windows.overlaps(range) {
            report(gone(windows, of: source))
        }
    }

    static func windows(_ stretch: Range<Int>) -> ClosedRange<Window> {
        Window(index: stretch.lowerBound)...Window(index: stretch.upperBound - 1)
    }

    static func windowsOfDays(_ stretch: Range<Int>) -> ClosedRange<Window> {
        UTCDay(index: stretch.lowerBound).windows.lowerBound...UTCDay(index: stretch.upperBound - 1).windows.upperBound
    }

    func gone(_ windows: ClosedRange<Window>, of source: Source) -> ArchiveError {
        .gone(
            path: path, source: source.description.name, metric: source.description.metric,
            start: windows.lowerBound.start, end: windows.upperBound.end)
    }
}

extension ClosedRange<Window> {
    var numbers: Range<Int> { lowerBound.index..<upperBound.index + 1 }
}
