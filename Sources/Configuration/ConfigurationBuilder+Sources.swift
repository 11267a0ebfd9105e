import HTTPClient
import Latency
import Support
import YAML

extension ConfigurationBuilder {
    mutating func buildSources(_ record: Record) {
        var presets: [String: Record] = [:]
        for (key, value) in record.map("presets") {
            if KnownPreset.names.contains(key.text) {
                report(key.position, "\(key.text) is the name of a known server: choose another")
            }
            presets[key.text] = value.record
            if let preset = value.record { checkPreset(preset) }
        }
        var places: [Name: YAMLPosition] = [:]
        for record in record.list("sources").compactMap(\.record) {
            if let name = record["name"] {
                if let first = places[Name(name.text)] {
                    report(
                        name.position, "a source is called \(name.text.singleLine(limit: 60)) already at \(first.text)")
                }
                places[Name(name.text)] = places[Name(name.text)] ?? name.position
            }
            let measures = measures(of: record, presets)
            checkLabels(of: record, measures)
            let access = access(record)
            guard let name = record.name("name"), let server = record.text("url").flatMap({ try? ServerURL($0) })
            else { continue }
            sources.append(
                ConfiguredSource(
                    name: name, position: record.position, configuration: files.first ?? record.position.file,
                    server: server, access: access,
                    preset: record.text("preset"), by: record.list("by").map { Name($0.text) },
                    timeout: record.milliseconds("timeout").map { $0 / 1e3 }, retries: record.number("retries"),
                    modelLimit: record.number("model_limit"), measures: measures))
        }
        if let source = record["default_source"], places[Name(source.text)] == nil, record["sources"] != nil {
            let names = places.keys.map(\.text).sorted()
            let meant = UnknownKey.similar(to: source.text, among: names).map { ": did you mean \($0)?" }
            report(source.position, "no source is called \(source.text.singleLine(limit: 60))\(meant ?? "")")
        }
    }

    private mutating func checkPreset(_ preset: Record) {
        for (key, value) in preset.map("measures") where value.record?["metric"] == nil {
            report(value.position, "measures.\(key.text.singleLine(limit: 60)) of a preset needs metric")
        }
        for (key, value) in preset.map("measures") { checkMeasure(key, metric: value.record?.text("metric")) }
    }

    /// A measure is one that has a name, or a metric, which then is its name.
    private mutating func checkMeasure(_ key: Located, metric: String?) {
        if metric == key.text {
            ownMeasures.insert(key.text)
        } else if let message = MeasureName.mistake(key.text) {
            report(key.position, message)
        }
    }

    // MARK: Measures

    private mutating func measures(of source: Record, _ presets: [String: Record]) -> [ConfiguredMeasure] {
        var found: [String: ConfiguredMeasure] = [:]
        if let preset = source["preset"] {
            for measure in presetMeasures(preset, presets, of: source) { found[measure.measure] = measure }
        }
        var places: [String: YAMLPosition] = [:]
        for (key, value) in source.map("measures") {
            checkMeasure(key, metric: value.record?.text("metric"))
            places[key.text] = key.position
            guard let record = value.record else {
                found[key.text] = nil
                continue
            }
            let usual = found[key.text]
            guard let metric = record.name("metric") ?? usual?.metric else {
                report(value.position, "measures.\(key.text.singleLine(limit: 60)) needs metric")
                continue
            }
            found[key.text] = measure(key.text, metric, record, usual, of: source)
        }
        let order = Schema.measures
        let measures = identified(
            found.values.sorted {
                (order.firstIndex(of: $0.measure) ?? .max, $0.metric) < (
                    order.firstIndex(of: $1.measure) ?? .max, $1.metric
                )
            })
        if measures.isEmpty, source["preset"] == nil, source["measures"] == nil {
            report(source.position, "a source needs preset or measures: what is to be collected?")
        }
        checkMetrics(of: measures, places, of: source)
        return measures
    }

    private mutating func presetMeasures(
        _ preset: Located, _ presets: [String: Record], of source: Record
    ) -> [ConfiguredMeasure] {
        if let own = presets[preset.text] {
            return own.map("measures").compactMap { key, value in
                guard let record = value.record, let metric = record.name("metric") else { return nil }
                let usual = ConfiguredMeasure(
                    measure: key.text, metric: metric, unit: nil, modelLabel: own.text("model_label"),
                    selector: own.text("selector"), identity: metric, form: MeasureForm(), isOfPreset: true)
                return measure(key.text, metric, record, usual, of: source)
            }
        }
        if let known = KnownPreset.measures(of: preset.text) {
            return known.map { measure($0.measure, $0.metric, nil, $0, of: source) }
        }
        let names = presets.keys.sorted() + KnownPreset.names
        let meant = UnknownKey.similar(to: preset.text, among: names).map { "did you mean \($0)?" }
        let all = "there are \(names.joined(separator: ", "))"
        report(preset.position, "no preset is called \(preset.text.singleLine(limit: 60)): \(meant ?? all)")
        return []
    }

    /// - Parameter usual: what the preset says of it.
    private func measure(
        _ name: String, _ metric: Name, _ record: Record?, _ usual: ConfiguredMeasure?, of source: Record
    ) -> ConfiguredMeasure {
        let usual = usual?.metric == metric ? usual : nil
        // What `collect` itself takes of known histograms, as it does where flags name them.
        let known = usual == nil ? Self.known(metric, name) : nil
        let own = record?.text("selector") ?? usual?.selector ?? known?.selector
        let label = record?.text("model_label") ?? source.text("model_label")
        var form = usual?.form ?? known.map { MeasureForm(of: $0) } ?? MeasureForm()
        for place in form.spellings.indices {
            let part = record?.text("selector") ?? form.spellings[place].selector
            form.spellings[place].modelLabel = label ?? form.spellings[place].modelLabel
            form.spellings[place].selector = Self.matchers([source.text("selector"), part])
        }
        return ConfiguredMeasure(
            measure: name, metric: metric,
            unit: record?.text("unit").flatMap { LatencyUnit(rawValue: $0) } ?? usual?.unit ?? known?.unit,
            modelLabel: label ?? usual?.modelLabel ?? known?.modelLabel,
            selector: Self.matchers([source.text("selector"), own]), identity: usual?.identity ?? metric,
            form: form,
            isOfPreset: usual?.isOfPreset == true)
    }

    /// What is known of a metric that is no histogram; nil for all others.
    private static func known(_ metric: Name, _ measure: String) -> KnownMetric? {
        let rows = KnownMetrics.metrics(named: metric.text)
        let row = rows.first { $0.measure?.rawValue == measure } ?? rows.first
        return row?.kind == .histogram ? nil : row
    }

    /// Each with an identity of its own.
    private func identified(_ measures: [ConfiguredMeasure]) -> [ConfiguredMeasure] {
        var seen: Set<Name> = []
        return measures.map { measure in
            var measure = measure
            if !seen.insert(measure.identity).inserted {
                measure.identity = Name(ConfiguredMeasure.part(of: measure.metric.text, measure.selector))
                seen.insert(measure.identity)
            }
            return measure
        }
    }

    /// All of them; nil without any.
    private static func matchers(_ texts: [String?]) -> String? {
        let all = texts.compactMap(\.self).map { matchers($0) as String }.joined(separator: ",")
        return all.isEmpty ? nil : all
    }

    /// Without the braces that people may have left around them.
    private static func matchers(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        func trim() {
            while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
            while let last = scalars.last, last.properties.isWhitespace || last == "," { scalars.removeLast() }
        }
        trim()
        if scalars.first == "{", scalars.last == "}" { scalars = scalars.dropFirst().dropLast() }
        trim()
        return String(scalars)
    }

    /// What is stored is known by source and metric: no metric can be two measures of one source, but parts of it.
    private mutating func checkMetrics(
        of measures: [ConfiguredMeasure], _ places: [String: YAMLPosition], of source: Record
    ) {
        for same in Dictionary(grouping: measures, by: { [$0.metric.text, $0.selector ?? ""] }).values
        where same.count > 1 {
            let last = same.compactMap { places[$0.measure] }.last ?? source.position
            let names = same.map(\.measure).joined(separator: " and ")
            let metric = same[0].metric.text.singleLine(limit: 60)
            report(last, "\(metric) is \(names): a metric is one measure of a source")
        }
    }

    // MARK: Labels

    private mutating func checkLabels(of source: Record, _ measures: [ConfiguredMeasure]) {
        var seen: [Name] = []
        for label in source.list("by") {
            if SourceDescription.reservedLabels.contains(Name(label.text)) {
                report(label.position, "by can't have \(label.text), which has a meaning of its own")
            } else if measures.contains(where: { $0.modelLabel == label.text }) {
                report(label.position, "by can't have \(label.text.singleLine(limit: 60)), which names the models")
            } else if seen.contains(Name(label.text)) {
                report(label.position, "by has \(label.text.singleLine(limit: 60)) twice")
            }
            seen.append(Name(label.text))
        }
    }

    // MARK: Access

    private mutating func access(_ source: Record) -> AccessFiles {
        let logins = ["bearer_token_file", "netrc_file", "basic_auth"].compactMap { key in
            source[key].map { (key, $0.position) }
        }
        if logins.count > 1 {
            let names = logins.map(\.0).joined(separator: " and ")
            report(logins[1].1, "\(names) cannot be combined: they are one header")
        }
        if let key = source["key_file"], source["cert_file"] == nil {
            report(key.position, "key_file needs cert_file")
        }
        var files = AccessFiles()
        (files.headers, files.bearerToken) = (file("header_file", source), file("bearer_token_file", source))
        (files.netrc, files.authorities) = (file("netrc_file", source), file("ca_file", source))
        (files.certificate, files.key) = (file("cert_file", source), file("key_file", source))
        files.unixSocket = file("unix_socket", source)
        if let login = source.record("basic_auth"), let user = login.text("username"),
            let password = file("password_file", login)
        {
            files.basicAuth = AccessFiles.BasicAuth(user: user, passwordFile: password)
        }
        return files
    }

    private func file(_ key: String, _ record: Record) -> String? { record[key].map { path($0) } }
}
