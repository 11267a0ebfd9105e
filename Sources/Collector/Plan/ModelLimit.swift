import Archive
import Latency

/// Keeps names that clients make up from filling the archive: so many models of a source have names, all others are
/// counted together under `foldedName`.
///
/// Models that the archive knows keep their names. Of others those with most requests get what is left, oldest window
/// first. A window that was stored with folded models is never unfolded: its requests would be counted again.
package struct ModelLimit: Sendable {
    /// Reserved: a server's own model of this name is counted with the folded ones.
    package static let foldedName: Name = "(other)"

    private let most: Int
    private var named: Set<Name> = []
    /// The names in windows that were stored with folded models, of those that are asked for again.
    private var folded: [Window: Set<Name>] = [:]

    /// For a source that has never been collected.
    package init(_ most: Int = Defaults.modelLimit) { self.most = most }

    /// - Parameter rechecked: the windows that are asked for though they may be collected.
    package init(
        _ most: Int, of source: Source, in archive: Archive, rechecked: ClosedRange<Window>
    ) throws(ArchiveError) {
        self.most = most
        named = Set(try archive.models(of: source).value).subtracting([Self.foldedName])
        for window in rechecked.windows {
            // A damaged window is replaced.
            _ = try archive.forEachWindow(of: source, in: window...window, newestFirst: true) { stored in
                let names = Set(stored.models.map(\.model))
                if names.contains(Self.foldedName) { folded[window] = names }
                return true
            }
        }
    }

    /// The windows with what is too much folded, and whether anything was.
    mutating func apply(to windows: [CollectedWindow]) -> (windows: [CollectedWindow], hasFolded: Bool) {
        var hasFolded = false
        let result = windows.map { window in
            let kept = names(in: window)
            let (own, others) = window.models.split { kept.contains($0.model) }
            guard let first = others.first else { return window }
            hasFolded = true
            var (histogram, quality) = (Histogram(), first.quality)
            for other in others {
                histogram.merge(other.histogram)
                quality = max(quality, other.quality)
            }
            let folded = ModelWindow(model: Self.foldedName, quality: quality, histogram: histogram)
            return CollectedWindow(window: window.window, models: own + [folded])
        }
        return (result, hasFolded)
    }

    /// The models of a window that have names, which newcomers may get here.
    private mutating func names(in window: CollectedWindow) -> Set<Name> {
        if let names = folded[window.window] { return names.subtracting([Self.foldedName]) }
        let newcomers = window.models.filter { !named.contains($0.model) && $0.model != Self.foldedName }
        let busiest = newcomers.sorted {
            ($1.histogram.requests, $0.model) < ($0.histogram.requests, $1.model)
        }
        named.formUnion(busiest.prefix(max(0, most - named.count)).map(\.model))
        return named
    }
}
