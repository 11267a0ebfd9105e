import Latency

/// A column of an answer: a key of its JSON, a column of its CSV, a column of its table, or only some of them.
package struct Column<Row>: Sendable {
    package enum Alignment: Sendable {
        case right
        case left
        /// To the left; its texts may be shortened where the table is too wide.
        case leftShrinking
    }

    /// What JSON and CSV call it; nil: only the table has it.
    package let key: StaticString?
    /// What the table calls it; nil: the table has no such column.
    package let title: String?
    package let alignment: Alignment
    package let cell: @Sendable (Row) -> Cell

    package init(
        _ key: StaticString?, _ title: String? = nil, _ alignment: Alignment = .right,
        cell: @escaping @Sendable (Row) -> Cell
    ) {
        self.key = key
        self.title = title
        self.alignment = alignment
        self.cell = cell
    }
}

/// What stands in a column. The case says in which unit it is, how it is rounded, and how people read it. Unknown is null
/// in JSON, empty in CSV and a dash in tables.
package enum Cell: Sendable {
    case text(String?)
    /// `tone` is for people's eyes.
    case word(String, Tone)
    case name(Name?)
    /// A model's name; an empty one is `(none)` where people read it.
    case model(Name)
    case count(Int?)
    case bytes(Int?)
    /// Seconds since 1970 UTC.
    case time(Int?)
    /// How long ago, in seconds; for tables.
    case age(Int)
    /// Whole milliseconds.
    case duration(Int?)
    /// A latency, rounded to two decimals of a millisecond.
    case milliseconds(Double?)
    /// Rounded as latencies.
    case percentile(Percentile?)
    /// A percentile where there were requests: people are told that it is unknown where no bucket has a bound.
    case percentileOfRequests(Percentile?)
    /// What surely holds a percentile; for tables.
    case bracket(Percentile?)
    /// Minutes to one decimal.
    case minutes(seconds: Int?)
    case flag(Bool?)
    /// JSON and tables have it where it is not what everything usually has.
    case resolution(Resolution)
    case list([String])

    package enum Tone: Sendable { case plain, warning, bad }

    package static func quality(_ quality: Quality) -> Cell {
        .word(quality.name, quality == .exact ? .plain : .warning)
    }
}
