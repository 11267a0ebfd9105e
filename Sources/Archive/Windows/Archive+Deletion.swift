import Latency

/// Deleting for good. Each is one transaction: all of it or nothing.
extension Archive {
    /// Deletes the UTC days of a source that had ended at `time`, in seconds since 1970 UTC, and are as old as that or
    /// older.
    package func prune(_ source: Source, before time: Int) throws(ArchiveError) {
        let newest = UTCDay(holding: Window(endedAt: time).advanced(by: 1)).index - 1
        guard newest >= 0 else { return }
        let last = UTCDay(index: newest)
        try transaction(of: source) { () throws(ArchiveError) in
            try store.deleteHot(of: source.id, in: Window(index: 0)...last.windows.upperBound)
            try store.deleteCoverages(of: source.id, in: UTCDay(index: 0)...last)
            try store.deleteChunks(of: source.id, series: nil, in: UTCDay(index: 0)...last)
            try changeInventory(of: source.id) {
                $0.windows.remove(0..<last.windows.upperBound.index + 1)
                $0.days.remove(0..<newest + 1)
            }
        }
        try releaseFreePages()
    }

    /// Deletes all that is known of a model of a source, its name and those of its labels included. False where there is no such model.
    package func forget(_ model: Name, of source: Source) throws(ArchiveError) -> Bool {
        // Also where an attempt has deleted it of which that was not known.
        var isKnown = false
        try transaction(of: source) { () throws(ArchiveError) in
            try catalogue.load([source.id], from: store)
            let series = (catalogue.series(of: source.id) ?? [:]).filter { $0.value.model == model }.keys.sorted()
            if series.isEmpty { return }
            isKnown = true
            try removeFromHotWindows(model, of: source)
            for id in series {
                try store.deleteChunks(of: source.id, series: id, in: nil)
                try store.removeSeries(id, of: source.id)
                try changeInventory(of: source.id) { $0.series.remove(id..<id + 1) }
            }
            for day in try storedDays(of: source).value {
                guard var coverage = try coverage(of: day, of: source) else { continue }
                for id in series { coverage.remove(series: id) }
                try write(coverage, of: day, source)
            }
            try store.deleteTold(of: source.id, model: model)
        }
        // The model's number may come back as another's.
        forgetCatalogue()
        if isKnown { try releaseFreePages() }
        return isKnown
    }

    /// Deletes a source with all that is known of it, whatever tables have something.
    package func forget(_ source: Source) throws(ArchiveError) {
        try transaction(of: source) { () throws(ArchiveError) in
            // Its number may have come back as another's since an attempt of which it was not known that it went well.
            guard try store.source(source.description.id)?.id == source.id else { return }
            try store.removeSource(source.id)
        }
        // Its number, and those of its models, may come back as others'.
        forgetCatalogue()
        try releaseFreePages()
    }

    private func removeFromHotWindows(_ model: Name, of source: Source) throws(ArchiveError) {
        var without: [CollectedWindow] = []
        let all = Window(index: 0)...Window(index: Int.max / Window.seconds)
        try forEachHotWindow(of: source, in: all) { window in
            let others = window.models.filter { $0.model != model }
            if others.count < window.models.count {
                without.append(CollectedWindow(window: window.window, models: others))
            }
            return true
        }
        for window in without { try putHot(try encode(window, of: source), of: window.window, source) }
    }
}
