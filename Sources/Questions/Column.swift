import Latency

/// A column of an answer: a key of its JSON, a column of its CSV, a column of its table, or only some of them.
package struct Column<Row>: Sendable {
    package enum Alignment: Sendable {
        case right
        case left
        /// To the left; its texts may be shortened where the table is too wide.
        case leftShrinking
    }

    /// What stands in it.
    package enum Shape: Sendable {
        case value
        /// The values of the labels that the answer is divided by: an object in JSON, a column of each elsewhere, and
        /// nothing where it is divided by none.
        case labels
        /// Objects with these keys, as `Cell.objects`. CSV has a column of each key, with the values of all objects in it.
        case objects([StaticString])
    }

    /// What JSON and CSV call it; nil: only the table has it.
    package let key: StaticString?
    /// The objects of the JSON that it is in, the outermost first; CSV has their names before the key. Columns of one object
    /// stand side by side.
    package let path: [StaticString]
    /// Whether a row has the innermost of these objects, as its first column says: JSON has null in its place, CSV nothing in
    /// its columns. nil: every row has it.
    package let hasObject: (@Sendable (Row) -> Bool)?
    package let shape: Shape
    /// What the table calls it; nil: the table has no such column.
    package let title: String?
    package let alignment: Alignment
    package let cell: @Sendable (Row) -> Cell

    package init(
        _ key: StaticString?, _ title: String? = nil, _ alignment: Alignment = .right, in path: [StaticString] = [],
        if hasObject: (@Sendable (Row) -> Bool)? = nil, shape: Shape = .value,
        cell: @escaping @Sendable (Row) -> Cell
    ) {
        self.key = key
        self.path = path
        self.hasObject = hasObject
        self.shape = shape
        self.title = title
        self.alignment = alignment
        self.cell = cell
    }

    /// The values of the labels that the answer is divided by, in the order of `TabularAnswer.labelNames`.
    package static func labels(_ values: @escaping @Sendable (Row) -> [Name]) -> Column {
        Column("labels", "LABELS", .left, shape: .labels) { .labels(values($0)) }
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
    /// The end of something that began at the other time; for tables, which say of a short one what differs.
    case end(Int?, began: Int)
    /// A day here, of which it is a moment; for tables.
    case day(Int)
    /// How long ago, in seconds; for tables.
    case age(Int)
    /// How long something lasted, in seconds; for tables.
    case span(Int)
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
    /// Values of labels; see `Column.Shape.labels`.
    case labels([Name])
    /// The cells of some objects; see `Column.Shape.objects`.
    case objects([[Cell]])
    /// A part of a whole or a change, in millionths: 120,000 is 0.12. People read percents.
    case fraction(millionths: Int?)
    /// Whole numbers by names from outside: an object in JSON, elsewhere `name=number` in the order of the names.
    case counts([Name: Int])
    /// Between which two shares one lies; for tables.
    case share(LimitShare)
    /// Hours of a stretch of time.
    case hours(Double)
    /// Between which two it lies; for tables.
    case fractions(low: Int?, high: Int?)
    /// How many there are of something in a minute or a second, to two decimals.
    case rate(Double?)

    package enum Tone: Sendable { case plain, warning, bad }

    package static func quality(_ quality: Quality) -> Cell {
        .word(quality.name, quality == .exact ? .plain : .warning)
    }
}
