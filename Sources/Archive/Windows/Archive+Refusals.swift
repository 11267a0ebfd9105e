import Latency

/// Windows from which a model was refused: they are stored, and still not settled.
extension Archive {
    /// So many windows back they are remembered, a day.
    static let refusalsKept = UTCDay.windows

    /// Oldest first.
    package func refusedWindows(of source: Source) throws(ArchiveError) -> [Window] {
        try single { () throws(ArchiveError) in try store.refusedWindows(of: source.id) }
    }

    /// Writes down, inside a transaction, which of some windows had a model refused, and that the others had none.
    func note(refused: Set<Window>, among windows: [Window], of source: Source) throws(ArchiveError) {
        let known = Set(try refusedWindows(of: source))
        guard !known.isEmpty || !refused.isEmpty, let newest = (windows + known).max() else { return }
        let oldest = newest.advanced(by: -Self.refusalsKept)
        let settled = known.filter { $0 < oldest || windows.contains($0) && !refused.contains($0) }
        let added = refused.subtracting(known).filter { $0 >= oldest && windows.contains($0) }
        guard !settled.isEmpty || !added.isEmpty else { return }
        try store.changeRefused(of: source.id, add: added.sorted(), remove: settled.sorted())
    }
}
