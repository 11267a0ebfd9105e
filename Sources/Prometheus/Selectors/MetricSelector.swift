import Latency

/// Which series of a server are collected: a metric, an optional selector, and the labels that they are told apart by.
package struct MetricSelector: Hashable, Sendable {
    /// How its series are called. Where there are several names, older ones behind, of each replica the first counts that it
    /// has at a moment: a series that is there under two names is the same one.
    package let names: [MetricNames]
    /// Label matchers as PromQL writes them between braces, such as `job="api"`; empty for all series.
    package let matchers: String
    /// The label whose values are the models.
    package let modelLabel: Name
    /// Further labels that counts are kept by.
    package let labels: [Name]
    /// How the server wants names to be written that not every server understands.
    package var spelling = LabelSpelling.quoted

    /// A histogram without further labels. Braces around the selector are dropped; whether the rest is valid PromQL is for
    /// the server to say.
    package init(metric: Name, selector: Name, modelLabel: Name) {
        self.init([.histogram(metric.text)], selector: selector, modelLabel: modelLabel)
    }

    /// - Parameters:
    ///   - names: at least one, all of the same kind.
    ///   - selector: as of `init(metric:selector:modelLabel:)`.
    package init(_ names: [MetricNames], selector: Name, modelLabel: Name, labels: [Name] = []) {
        self.names = names
        var matchers = selector.text.unicodeScalars.drop(while: \.properties.isWhitespace)
        while matchers.last?.properties.isWhitespace == true { matchers.removeLast() }
        if matchers.first == "{", matchers.last == "}" { matchers = matchers.dropFirst().dropLast() }
        while matchers.last == "," || matchers.last?.properties.isWhitespace == true { matchers.removeLast() }
        self.matchers = String(matchers)
        self.modelLabel = modelLabel
        self.labels = labels
    }

    /// The metric's name, for a classic histogram without `_bucket`: the first of several.
    package var metric: String { names[0].metric }

    /// Whether it has buckets, or may have native histograms; else it has one count, and maybe a sum.
    package var isHistogram: Bool { names[0].native != nil }

    /// Whether some series tell what all requests took together.
    package var hasSums: Bool { names[0].sums != nil }

    /// What tells series apart.
    package var keyLabels: [Name] { [modelLabel] + labels }

    /// Its labels' names as PromQL writes them, the model's first.
    var spelledLabels: String { keyLabels.map(spelling.spelled).joined(separator: ", ") }

    /// What a series is counted for.
    package func key(of series: Labels) -> SeriesKey {
        SeriesKey(series[modelLabel] ?? "", labels: labels.map { series[$0] ?? "" })
    }

    /// What a series with a name is: nil for one that is not asked for.
    package func role(of name: Name) -> (name: Int, role: SeriesRole)? {
        for (place, names) in names.enumerated() {
            if let role = names.role(of: name.text) { return (place, role) }
        }
        return nil
    }

    /// Whether a text can be a label name in PromQL that every server understands.
    package static func isLabelName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.isLetterOrUnderscore else { return false }
        return text.unicodeScalars.allSatisfy { $0.isLetterOrUnderscore || ("0"..."9").contains($0) }
    }

    /// Whether a text can be a label name anywhere: Prometheus 3 and VictoriaMetrics take nearly every text.
    package static func mayBeLabelName(_ text: String) -> Bool {
        !text.isEmpty && text != "__name__"
            && text.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && $0.properties.generalCategory != .control
            }
    }

    // MARK: Selectors, one for each name

    /// The cumulative counters: those of buckets, or the one that is all there is.
    func counts(of keys: [SeriesKey]? = nil) -> [String] {
        names.map { series([Self.nameMatcher([$0.counts])], keys) }
    }

    /// The counters of all requests: of a histogram the bucket up to +Inf. The `_count` series says the same, but a server
    /// may have been told to drop it, and buckets without it would then look as if nothing ever happened to them.
    func totals(of keys: [SeriesKey]? = nil) -> [String] {
        names.map { series([Self.nameMatcher([$0.counts])] + infinite, keys) }
    }

    /// The same of some replicas, each given by its labels without the name and `le`. Others may come with them: those that
    /// mix the labels of several.
    func totals(of replicas: [Labels]) -> [String] {
        names.map { series([Self.nameMatcher([$0.counts])] + infinite + PromQL.matchers(replicas), nil) }
    }

    private var infinite: [String] { isHistogram ? [#"le="+Inf""#] : [] }

    /// The counters of ranges, of VictoriaMetrics' client libraries: they have `vmrange` where others have `le`.
    func ranges(of keys: [SeriesKey]? = nil) -> [String] {
        isHistogram ? names.map { series([Self.nameMatcher([$0.counts]), Self.hasRange], keys) } : []
    }

    func ranges(of replicas: [Labels]) -> [String] {
        isHistogram
            ? names.map { series([Self.nameMatcher([$0.counts]), Self.hasRange] + PromQL.matchers(replicas), nil) }
            : []
    }

    private static let hasRange = #"vmrange!="""#

    /// The sums of latencies, as series without `le`.
    func sums() -> [String] { names.compactMap(\.sums).map { series([Self.nameMatcher([$0])], nil) } }

    /// The counters, and of a histogram the sums of latencies with them.
    func countsAndSums(of keys: [SeriesKey]) -> String {
        series(
            [
                Self.nameMatcher(
                    isHistogram ? [names[0].counts] + [names[0].sums].compactMap(\.self) : [names[0].counts])
            ], keys)
    }

    /// The native histograms. What else has the metric's name is for the reader to leave out, but for summaries, which
    /// no server adds up with histograms.
    func native(of keys: [SeriesKey]? = nil) -> [String] {
        names.compactMap(\.native).map { series([Self.nameMatcher([$0]), Self.noSummary], keys) }
    }

    func native(of replicas: [Labels]) -> [String] {
        names.compactMap(\.native).map {
            series([Self.nameMatcher([$0]), Self.noSummary] + PromQL.matchers(replicas), nil)
        }
    }

    private static let noSummary = #"quantile="""#

    /// All that there is of some keys: the counters, the sums of latencies as series without `le`, and the native histograms.
    func everything(of keys: [SeriesKey], minutes: Int) -> SampleQuery {
        let (label, asked) = (modelLabel, Set(keys.map(\.model)))
        return SampleQuery(parts, [Self.noSummary] + own + matchers(of: keys), minutes: minutes) {
            asked.contains($0[label] ?? "")
        }
    }

    /// The same of some replicas; see `totals(of:)`.
    func everything(of replicas: [Labels], minutes: Int) -> SampleQuery {
        let (label, asked) = (modelLabel, Set(replicas.map { $0[modelLabel] ?? "" }))
        return SampleQuery(parts, [Self.noSummary] + PromQL.matchers(replicas) + own, minutes: minutes) {
            asked.contains($0[label] ?? "")
        }
    }

    private var parts: [String] { names.flatMap(\.all) }
    private var own: [String] { matchers.isEmpty ? [] : [matchers] }

    /// The series of some keys, and of others that mix their labels.
    private func matchers(of keys: [SeriesKey]) -> [String] {
        let models = PromQL.matcher(spelling.spelled(modelLabel), Set(keys.map(\.model)).sorted())
        return [models]
            + labels.indices.map { place in
                PromQL.matcher(spelling.spelled(labels[place]), Set(keys.map { $0.labels[place] }).sorted())
            }
    }

    private func series(_ own: [String], _ keys: [SeriesKey]?) -> String {
        var all = own
        if !matchers.isEmpty { all.append(matchers) }
        if let keys { all += matchers(of: keys) }
        return "{" + all.joined(separator: ",") + "}"
    }

    /// Matches metrics of some names.
    static func nameMatcher(_ names: [String]) -> String {
        if names.count == 1 { return "__name__=" + PromQL.quoted(names[0]) }
        return "__name__=~" + PromQL.quoted(names.map(PromQL.regexEscaped).joined(separator: "|"))
    }
}

/// Arbitrary text inside PromQL.
enum PromQL {
    /// Matches the series whose label has one of some values; the empty one stands for no such label.
    static func matcher(_ label: String, _ values: [Name]) -> String {
        if values.count == 1 { return label + "=" + quoted(values[0].text) }
        return label + "=~" + quoted(values.map { regexEscaped($0.text) }.joined(separator: "|"))
    }

    /// For every label of some series a matcher of its values among them.
    static func matchers(_ series: [Labels]) -> [String] {
        let names = Set(series.flatMap(\.keys)).filter { MetricSelector.isLabelName($0.text) }.sorted()
        return names.map { name in matcher(name.text, Set(series.map { $0[name] ?? "" }).sorted()) }
    }

    /// A string literal for any text: quotes, backslashes and control characters are escaped.
    static func quoted(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16)
                literal += "\\x" + (hex.count == 1 ? "0" : "") + hex
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }

    /// A regular expression (RE2) that matches just this text.
    static func regexEscaped(_ text: String) -> String {
        var pattern = ""
        for scalar in text.unicodeScalars {
            if #"\.+*?()|[]{}^$"#.unicodeScalars.contains(scalar) { pattern += "\\" }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern
    }
}

extension Unicode.Scalar {
    fileprivate var isLetterOrUnderscore: Bool {
        self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
    }
}
