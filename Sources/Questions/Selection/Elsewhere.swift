import Archive
import Latency
import Support

/// Where an archive has a model that the sources which were asked do not have.
package struct Elsewhere: Hashable, Sendable {
    /// Those that were asked, each once.
    package let asked: [Name]
    /// The metric that was asked, where `others` are further ones of the same source.
    package let metric: Name?
    /// What has the model: other sources, or where there are none other metrics of those that were asked.
    package let others: [Name]

    /// nil where nothing else has it, so that the archive does not have it at all.
    ///
    /// - Parameter model: a name, or a pattern.
    init?(
        of model: Name, beside asked: [Source], in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) {
        let pattern = ShellPattern(model.text)
        var having: [Source] = []
        for source in try archive.sources() where !asked.contains(where: { $0.id == source.id }) {
            let known = damages.take(try archive.models(of: source))
            if known.contains(where: { $0 == model || pattern.matches($0) }) { having.append(source) }
        }
        let names = Set(asked.map(\.description.name))
        let sources = Self.once(having.map(\.description.name).filter { !names.contains($0) })
        self.asked = Self.once(asked.map(\.description.name))
        metric = sources.isEmpty ? asked.first?.description.metric : nil
        others = sources.isEmpty ? Self.once(having.map(\.description.metric)) : sources
        if others.isEmpty { return nil }
    }

    private static func once(_ names: [Name]) -> [Name] {
        names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
