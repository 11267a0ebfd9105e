/// What a key's value may be. Every scalar is text until its type reads it.
package indirect enum ValueType: Sendable {
    /// One line.
    case text
    /// Matchers of PromQL.
    case selector
    /// Lines, which may be empty.
    case paragraphs
    /// What something is called: `4.1`, `no` and `1e3` are names, too.
    case name
    /// A file or folder. Relative to the folder of the file that names it.
    case path
    /// A file that holds a secret: a path, or `credential:NAME` for one that systemd hands over.
    case secretFile
    /// A path, or a database's URL.
    case archive
    /// Of a server.
    case url
    /// Where notices go; all but its origin may be secret.
    case notifyURL
    case label
    /// Small letters, digits and hyphens.
    case pageID
    /// Such as `en` or `pt-BR`.
    case languageTag
    /// A name of the IANA database.
    case zone
    /// `*` and `?` as in a shell.
    case pattern
    /// `500ms`; with the range in milliseconds.
    case duration(ClosedRange<Double>)
    case number(ClosedRange<Int>)
    /// `99.9%` or `0.999`.
    case share
    /// `true` or `false`.
    case flag
    /// RFC 3339, or a plain date: its local midnight.
    case time
    /// `22:00`, on the clocks of the local time zone.
    case timeOfDay
    case choice([String])
    /// A list such as `'self' https://wiki.example.org`.
    case frameAncestors
    case section(Section)
    case list(ValueType)
    /// A list, or one value alone.
    case oneOrMore(ValueType, most: Int)
    /// Keys that people choose, such as measures.
    case map(key: String, ValueType)
    /// `off`, or something.
    case orOff(ValueType)

    /// Ten years: longer is a mistake.
    static let longest = 3660.0 * 86_400e3

    static let anyDuration = ValueType.duration(1...longest)

    /// As the documentation has it.
    package var name: String {
        switch self {
        case .text: "text"
        case .selector: "matchers"
        case .name: "name"
        case .path, .secretFile: "file"
        case .archive: "file or URL"
        case .url, .notifyURL: "URL"
        case .label: "label"
        case .paragraphs: "text of one or more lines"
        case .pageID: "id"
        case .languageTag: "language"
        case .zone: "time zone"
        case .pattern: "pattern"
        case .duration: "duration"
        case .number(let range): "number, \(range.lowerBound) to \(range.upperBound)"
        case .share: "share"
        case .flag: "`true` or `false`"
        case .time: "time"
        case .timeOfDay: "time of day"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .frameAncestors: "origins"
        case .section: "keys"
        case .list(let one): "list of \(one.name)"
        case .oneOrMore(let one, let most): "\(one.name), or a list of up to \(most)"
        case .map(let key, let one): "\(one.name) by \(key)"
        case .orOff(let one): "\(one.name), or `off`"
        }
    }
}

/// Keys that stand together.
package struct Section: Sendable {
    /// With its article, for messages: `a source`.
    package let name: String
    package let keys: [Key]

    func key(_ name: String) -> Key? { keys.first { $0.name == name } }
}

/// A key of the configuration.
package struct Key: Sendable {
    package let name: String
    package let type: ValueType
    package let isRequired: Bool
    /// What holds where it is not given, as a file would say it; nil where nothing does.
    package let usual: String?

    init(_ name: String, _ type: ValueType, isRequired: Bool = false, usual: String? = nil) {
        (self.name, self.type, self.isRequired, self.usual) = (name, type, isRequired, usual)
    }
}
