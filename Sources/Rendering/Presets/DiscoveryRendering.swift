import Latency

/// What `metricsctl discover` found: a configuration, or all of it as JSON.
package struct DiscoveryRendering: Sendable {
    private let terminal: Terminal
    /// Of the server that was asked.
    private let url: String
    /// Files that it took to ask, by the keys that name them in a configuration.
    private let access: [(key: String, path: String)]

    package init(url: String, access: [(key: String, path: String)] = [], terminal: Terminal) {
        (self.url, self.access, self.terminal) = (url, access, terminal)
    }

    // MARK: A configuration

    /// A source for each server, to be pasted into a configuration file. What the server named is quoted.
    package func configuration(_ discovery: Discovery) -> String {
        var lines: [String] = []
        if discovery.servers.count > 1, let first = discovery.servers.first {
            lines += [
                "# Of which source p95, all, history and the page are where none is named.",
                "default_source: \(first.preset.name)",
            ]
        }
        lines.append("sources:")
        for server in discovery.servers { lines += source(server) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func source(_ server: Discovery.Server) -> [String] {
        var lines = [
            "  - name: \(server.preset.name)", "    url: \(YAMLText.quoted(url))", "    preset: \(server.preset.name)",
        ]
        lines += access.map { "    \($0.key): \(YAMLText.quoted($0.path))" }
        if let label = server.otherModelLabel ?? server.sharedModelLabel {
            lines.append("    model_label: \(YAMLText.quoted(label))")
        }
        if let selector = server.selector { lines.append("    selector: \(YAMLText.quoted(selector))") }
        if !server.byLabels.isEmpty {
            let labels = server.byLabels.prefix(3).map(YAMLText.quoted).joined(separator: ", ")
            lines.append("    # Keeps counts by further labels, too; only before the first collect, or after:")
            lines.append("    # metricsctl archive forget-source \(server.preset.name)")
            lines.append("    # by: [\(labels)]")
        }
        let measures = server.measures.flatMap { measure($0, of: server) }
        return lines + (measures.isEmpty ? [] : ["    measures:"]) + measures
    }

    /// Empty for what the preset says by itself. What names models otherwise than the rest makes every model two, and is told so.
    private func measure(_ found: Discovery.FoundMeasure, of server: Discovery.Server) -> [String] {
        guard let metric = found.metric else { return [] }
        let own = server.ownModelLabel(of: metric)
        if found.isPreferred, own == nil { return [] }
        let unit = found.isPreferred ? nil : metric.unit.map { "unit: \($0.rawValue)" }
        let label = own.map { "model_label: \(YAMLText.quoted($0))" }
        let all = ["metric: \(YAMLText.quoted(metric.name))", unit, label].compactMap(\.self)
        let entry = "\(found.measure.rawValue): {\(all.joined(separator: ", "))}"
        guard let own else { return ["      \(entry)"] }
        return [
            "      # Its models have other names, those of \(own), and rows of their own:",
            "      # \(found.measure.rawValue): off leaves them out", "      \(entry)",
        ]
    }

    // MARK: Reasons

    /// A line for each thing that must be known, for people.
    package func reasons(_ discovery: Discovery) -> [String] {
        var lines: [String] = []
        for server in discovery.servers {
            lines.append("\(server.preset.name): \(summary(of: server))")
            lines += server.remarks.map { "\(server.preset.name): \($0)" }
            let traps = Set(server.measures.compactMap(\.metric).filter { $0.traps.contains(.genericName) }.map(\.name))
            lines += traps.sorted().map { "\(server.preset.name): \($0) is a name that other programs may have, too" }
        }
        let unknown = discovery.unknownHistograms
        if !unknown.isEmpty {
            let more = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
            lines.append("other histograms of time are \(unknown.prefix(8).joined(separator: ", "))\(more)")
        }
        return lines + discovery.remarks
    }

    private func summary(of server: Discovery.Server) -> String {
        let measures = server.measures.filter { $0.metric != nil }.map(\.measure.rawValue).joined(separator: ", ")
        let models: String
        switch (server.modelLabel, server.models) {
        case (let label?, let count?): models = "\(count == 1 ? "1 model" : "\(count) models") by \(label)"
        default: models = "models unknown"
        }
        let jobs = server.jobs.isEmpty ? "" : ", job \(server.jobs.prefix(5).joined(separator: ", "))"
        return "\(server.preset.server), \(models)\(jobs): \(measures)"
    }

    // MARK: JSON

    package func json(_ discovery: Discovery) -> String {
        var json = JSONWriter(indented: terminal.isTerminal)
        json.object { json in
            json.member("status", "success")
            json.member("data", arrayOf: discovery.servers, server)
            json.member("count", discovery.servers.count)
            json.member("url", url)
            json.member("product", discovery.product)
            json.member("requests", discovery.requests)
            json.member("unknown_histograms", strings: discovery.unknownHistograms)
            json.member("remarks", strings: discovery.remarks)
        }
        return json.text + "\n"
    }

    private func server(_ json: inout JSONWriter, _ server: Discovery.Server) {
        json.member("preset", server.preset.name)
        json.member("server", server.preset.server)
        json.member("model_label", server.modelLabel)
        json.member("models", server.models)
        json.member("jobs", strings: server.jobs)
        json.member("selector", server.selector)
        json.member("by", strings: server.byLabels)
        json.member("generic", digits: server.isGeneric ? "true" : "false")
        json.member("others", strings: server.others)
        json.member("measures", arrayOf: server.measures) { json, found in
            json.member("measure", found.measure.rawValue)
            json.member("metric", found.metric?.name)
            json.member("kind", found.metric?.kindName)
            json.member("unit", found.metric?.unitName)
            json.member("twins", strings: found.twins)
        }
        json.member("remarks", strings: server.remarks)
        json.member("shared_model_label", server.sharedModelLabel)
    }
}
