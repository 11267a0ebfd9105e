import Archive
import Latency

/// What an archive holds, and how much of the disk it takes for that.
package struct StatAnswer: Hashable, Sendable {
    package struct Model: Hashable, Sendable {
        package let model: Name
        /// The ends of the first and the last window, or hour, with a sample of it, in seconds since 1970 UTC.
        package let oldest: Int
        package internal(set) var newest: Int
        /// Windows with a sample of it.
        package internal(set) var windows: Int
        /// Hours with a sample of it whose windows are no longer kept.
        package internal(set) var hours: Int
        package internal(set) var requests: Int
    }

    package struct Source: Hashable, Sendable {
        package let description: SourceDescription
        package let counted: Counted
        /// The ends of the first and the last collected window, in seconds since 1970 UTC; nil without any.
        package let oldest: Int?
        package let newest: Int?
        /// Collected windows.
        package let windows: Int
        /// The stretches between the first and the last that were never collected, oldest first.
        package let gaps: [HistoryAnswer.Stretch]
        package let models: [Model]
        /// Oldest first.
        package let unitChanges: [UnitChange]

        package var source: SourceID { description.id }
    }

    package let path: String
    /// The length of the file, and what of it is free, in bytes.
    package let bytes: Int
    package let freeBytes: Int
    /// The version of the file's format.
    package let version: Int
    package let sources: [Source]
    /// What was left out because it is damaged.
    package var damages = Damages()
    /// How many models it has named, of how many; nil where that is not asked for.
    package var capacity: ModelCapacity?

    /// Pairs of a model and a window, or an hour whose windows are no longer kept, with a sample of it.
    package var modelWindows: Int { sources.reduce(0) { $0 + $1.models.reduce(0) { $0 + $1.windows + $1.hours } } }

    /// What one of them takes of the file, everything else that is in it included; nil without any.
    package var bytesPerModelWindow: Double? {
        modelWindows == 0 ? nil : Double(bytes - freeBytes) / Double(modelWindows)
    }
}

extension StatAnswer: TabularAnswer {
    package struct Row: Sendable {
        package let source: SourceID
        package let counted: Counted
        package let model: Model

        /// How many it holds, where they are that.
        func count(_ wanted: Counted...) -> Int? { wanted.contains(counted) ? model.requests : nil }
    }

    package var rows: [Row] { sources.flatMap(\.rows) }
    /// For all of its sources together.
    package var columns: [Column<Row>]? { StatQuestion.columns(of: Set(sources.map(\.counted))) }
    package var layout: AnswerLayout { .stat(self) }
    package var warnings: [String] {
        damages.warnings + rows.filter { $0.model.requests == .max }.map { BeyondCounting.warning($0.model.model) }
            + [capacity?.warning].compactMap(\.self)
    }
}

extension StatAnswer.Source {
    package var rows: [StatAnswer.Row] { models.map { StatAnswer.Row(source: source, counted: counted, model: $0) } }
}
