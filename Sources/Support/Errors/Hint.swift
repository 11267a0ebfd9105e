/// A setting that a hint may advise to change. How people give it, with a flag or in a file, is known to whoever reads
/// settings, not to the part that found out what is wrong.
package enum Setting: String, CaseIterable, Sendable {
    case archive
    // Of a source and of the questions about it.
    case source, metricName, modelLabel, selector, unit
    // Of access to a server.
    case headerFile, bearerTokenFile, netrc, authorities, certificate, key
    // Of a collection.
    case timeout, dryRun
    // Of `history`.
    case step, hours
    // Of `serve`.
    case host, port, unixSocket
}

/// What to do about something, in one line: text with the names of settings in it.
///
///     let hint: Hint = "raise \(.timeout), or take another metric: \(.metricName, "ttft_seconds")"
package struct Hint: ExpressibleByStringInterpolation, Hashable, Sendable {
    fileprivate enum Part: Hashable, Sendable {
        case text(String)
        /// A setting, with the value that is to be given it where that is known.
        case setting(Setting, value: String?)
    }

    private let parts: [Part]

    /// - Parameter name: how people write a setting, with its value where there is one.
    package func text(naming name: (_ setting: Setting, _ value: String?) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .setting(let setting, let value): name(setting, value)
            }
        }.joined()
    }

    package init(_ text: String) { parts = [.text(text)] }

    package init(stringLiteral text: String) { self.init(text) }

    package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ text: String) { parts.append(.text(text)) }
        package mutating func appendInterpolation(_ text: String) { parts.append(.text(text)) }
        package mutating func appendInterpolation(_ number: Int) { parts.append(.text(String(number))) }
        package mutating func appendInterpolation(_ hint: Hint) { parts += hint.parts }
        package mutating func appendInterpolation(_ setting: Setting, _ value: String? = nil) {
            parts.append(.setting(setting, value: value))
        }
    }

    package static func + (one: Hint, other: Hint) -> Hint { "\(one)\(other)" }

    /// Equal where they read the same, however they were put together.
    package static func == (one: Hint, other: Hint) -> Bool { one.plain == other.plain }

    package func hash(into hasher: inout Hasher) { hasher.combine(plain) }

    private var plain: String { text { setting, value in "\0\(setting.rawValue)\0\(value ?? "")\0" } }
}

extension Sequence<Hint> {
    package func joined(separator: String) -> Hint {
        reduce(nil) { joined, hint in joined.map { "\($0)\(separator)\(hint)" } ?? hint } ?? ""
    }
}
