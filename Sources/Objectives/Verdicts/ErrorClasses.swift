import Latency

/// Which classes of errors are bad requests.
package struct ErrorClasses: Hashable, Sendable {
    private enum Choice: Hashable, Sendable {
        case listed(Set<Name>)
        /// All but those that are the client's own doing.
        case allBut([ShellPattern])
    }
    private let choice: Choice

    /// - Parameters:
    ///   - listed: what an objective lists; nil counts those that are no fault of the client's.
    ///   - metric: the metric of the errors.
    package init(listed: [Name]?, metric: Name) {
        if let listed {
            choice = .listed(Set(listed))
        } else {
            let patterns = KnownMetrics.metrics(named: metric.text).compactMap(\.clientClasses).flatMap(Self.patterns)
            choice = .allBut(patterns)
        }
    }

    /// The table has alternatives, and `.*` for any text: no more of regular expressions.
    private static func patterns(_ expression: String) -> [ShellPattern] {
        expression.split(separator: "|").map { alternative in
            var text = ""
            var rest = alternative[...]
            while let first = rest.first {
                if rest.hasPrefix(".*") {
                    text += "*"
                    rest = rest.dropFirst(2)
                } else {
                    text.append(first)
                    rest = rest.dropFirst()
                }
            }
            return ShellPattern(text)
        }
    }

    /// A source that tells no classes has the empty one.
    package func isBad(_ name: Name) -> Bool {
        switch choice {
        case .listed(let names): names.contains(name)
        case .allBut(let patterns): !patterns.contains { $0.matches(name) }
        }
    }
}
