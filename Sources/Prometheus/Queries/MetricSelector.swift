import Latency

/// Which series of a server are collected: a histogram metric, an optional selector, and the label that names the model.
package struct MetricSelector: Hashable, Sendable {
    /// The histogram's name, for a classic one without `_bucket`.
    package let metric: String
    /// Label matchers as PromQL writes them between braces, such as `job="api"`; empty for all series.
    package let matchers: String
    /// The label whose values are the models.
    package let modelLabel: Name
    /// How the server wants names to be written that not every server understands.
    package var spelling = LabelSpelling.quoted

    /// Braces around the selector are dropped; whether the rest is valid PromQL is for the server to say.
    package init(metric: Name, selector: Name, modelLabel: Name) {
        self.metric = metric.text
        var matchers = selector.text.unicodeScalars.drop(while: \.properties.isWhitespace)
        while matchers.last?.properties.isWhitespace == true { matchers.removeLast() }
        if matchers.first == "{", matchers.last == "}" { matchers = matchers.dropFirst().dropLast() }
        while matchers.last == "," || matchers.last?.properties.isWhitespace == true { matchers.removeLast() }
        self.matchers = String(matchers)
        self.modelLabel = modelLabel
    }

    /// The label's name as PromQL writes it.
    var spelledLabel: String { spelling.spelled(modelLabel) }

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

    /// The cumulative bucket counters.
    func buckets(of models: [Name]? = nil) -> String {
        series([nameMatcher("_bucket")], models)
    }

    /// The counters of all requests: the bucket up to +Inf. The `_count` series says the same, but a server may have
    /// been told to drop it, and buckets without it would then look as if nothing ever happened to them.
    func counts(of models: [Name]? = nil) -> String {
        series([nameMatcher("_bucket"), #"le="+Inf""#], models)
    }

    /// The counters of ranges, of VictoriaMetrics' client libraries: they have `vmrange` where others have `le`.
    func ranges(of models: [Name]? = nil) -> String {
        series([nameMatcher("_bucket"), Self.hasRange], models)
    }

    func ranges(of replicas: [Labels]) -> String {
        series([nameMatcher("_bucket"), Self.hasRange] + PromQL.matchers(replicas), nil)
    }

    private static let hasRange = #"vmrange!="""#

    /// The sums of latencies, as series without `le`.
    func sums() -> String { series([nameMatcher("_sum")], nil) }

    /// The bucket counters and the sums of latencies.
    func bucketsAndSums(of models: [Name]) -> String {
        series([Self.nameMatcher([metric + "_bucket", metric + "_sum"])], models)
    }

    /// The native histograms. What else has the metric's name is for the reader to leave out, but for summaries, which
    /// no server adds up with histograms.
    func native(of models: [Name]? = nil) -> String {
        series([nameMatcher(""), Self.noSummary], models)
    }

    private static let noSummary = #"quantile="""#

    /// All that there is of some models' histograms: the bucket counters, the sums of latencies as series without `le`,
    /// and the native histograms.
    func everything(of models: [Name], minutes: Int) -> SampleQuery {
        let (label, asked) = (modelLabel, Set(models))
        return SampleQuery(parts, [Self.noSummary] + own + [matcher(models)], minutes: minutes) {
            asked.contains($0[label] ?? "")
        }
    }

    private var parts: [String] { ["_bucket", "_sum", ""].map { metric + $0 } }
    private var own: [String] { matchers.isEmpty ? [] : [matchers] }
    private func matcher(_ models: [Name]) -> String { PromQL.matcher(spelledLabel, models) }

    /// The counters of all requests of some replicas, each given by its labels without the name and `le`. Others may
    /// come with them: those that mix the labels of several.
    func counts(of replicas: [Labels]) -> String {
        series([nameMatcher("_bucket"), #"le="+Inf""#] + PromQL.matchers(replicas), nil)
    }

    /// All that there is of some replicas' histograms; see `counts(of:)` and `everything`.
    func everything(of replicas: [Labels], minutes: Int) -> SampleQuery {
        let (label, asked) = (modelLabel, Set(replicas.map { $0[modelLabel] ?? "" }))
        return SampleQuery(parts, [Self.noSummary] + PromQL.matchers(replicas) + own, minutes: minutes) {
            asked.contains($0[label] ?? "")
        }
    }

    func native(of replicas: [Labels]) -> String {
        series([nameMatcher(""), Self.noSummary] + PromQL.matchers(replicas), nil)
    }

    private func series(_ own: [String], _ models: [Name]?) -> String {
        var all = own
        if !matchers.isEmpty { all.append(matchers) }
        if let models { all.append(matcher(models)) }
        return "{" + all.joined(separator: ",") + "}"
    }

    private func nameMatcher(_ suffix: String) -> String { Self.nameMatcher([metric + suffix]) }

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
