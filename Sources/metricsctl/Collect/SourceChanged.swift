import Archive
import Latency
import Support

/// Several measures of a source that are to be collected otherwise than they were, as where `by` was added: one cause, and
/// what to do about it is to be done for all of them.
struct SourceChanged: ExplainedError {
    struct Change: Hashable {
        let source: Name
        let attribute: String
        let stored, given: Name

        /// nil where that is not what failed. A unit may have been wrong, which each metric has a hint of its own for.
        fileprivate init?(_ error: any Error) {
            guard case ArchiveError.sourceDiffers(let source, _, let attribute, let stored, let given) = error,
                attribute != "unit"
            else { return nil }
            (self.source, self.attribute, self.stored, self.given) = (source, attribute, stored, given)
        }
    }

    let change: Change
    let measures: Int

    /// What two measures or more have in common, and what else failed.
    static func common(
        to failures: [SourceCollection.Failure]
    ) -> (changed: [SourceChanged], others: [SourceCollection.Failure]) {
        let changes = failures.map { Change($0.error) }
        let common = Dictionary(grouping: changes.compactMap(\.self)) { $0 }.mapValues(\.count).filter { $0.value > 1 }
        let others = zip(failures, changes).filter { _, change in change.map { common[$0] == nil } ?? true }.map(\.0)
        let changed = common.map { SourceChanged(change: $0, measures: $1) }
        return (changed.sorted { $0.change.attribute < $1.change.attribute }, others)
    }

    var message: String {
        "\(measures) metrics were collected with \(change.attribute) \"\(change.stored)\", not \"\(change.given)\""
    }

    var hint: Hint? {
        let name = ShellWord.quoted(change.source.text)
        return "give a source of another name, or begin anew: metricsctl archive forget-source \(name)"
    }
}
