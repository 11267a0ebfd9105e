import Archive
import Latency
import Support

/// The models that were ever collected, or that customers are shown. A record about another one is most likely about a name that
/// was mistyped; it is kept, as the model may be about to come.
struct KnownModels {
    private let names: [Name]
    /// What is true of all of them.
    private let predicate: String

    init(in archive: Archive) throws(ArchiveError) {
        var names: Set<Name> = []
        for source in try archive.sources() { names.formUnion(try archive.models(of: source).value) }
        (self.names, predicate) = (names.sorted(), "was ever collected")
    }

    /// By the names that customers read.
    init(shownBy rules: [ModelRule]) {
        let names = rules.filter(\.isPublic).compactMap(\.displayName)
        (self.names, predicate) = (names.map { Name($0) }, "is shown to customers")
    }

    func warn(ofModel name: Name, in context: Context) {
        guard !names.isEmpty, !names.contains(name) else { return }
        warn("no model \"\(name)\" \(predicate)", like: name, in: context)
    }

    func warn(ofPattern pattern: ShellPattern, in context: Context) {
        guard !names.isEmpty, !names.contains(where: pattern.matches) else { return }
        warn("no model that fits \"\(pattern.text)\" \(predicate)", like: Name(pattern.text), in: context)
    }

    private func warn(_ text: String, like name: Name, in context: Context) {
        let similar = NameSimilarity.closest(to: name, among: names)
        context.output.warning(text + (similar.map { ": did you mean \($0)?" } ?? ""))
    }
}
