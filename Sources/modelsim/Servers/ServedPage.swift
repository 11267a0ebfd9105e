/// A process' `/metrics`, in the Prometheus text format.
enum ServedPage {
    /// - Parameter time: in milliseconds since 1970 UTC.
    static func text(of process: ServedProcess, renaming: ServedFleet.Renaming, at time: Int) -> String {
        let profile = process.target.profile
        var text = ServedText(targetLabels: [])
        var bytes = Array(
            """
            # HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
            # TYPE process_start_time_seconds gauge
            process_start_time_seconds \(OpenMetricsText.seconds(milliseconds: process.began))

            """.utf8)
        var written: Set<String> = []
        for family in profile.families {
            for name in renaming.names(of: family, at: time) where written.insert(name).inserted {
                var lines: [UInt8] = []
                for (place, series) in process.series.enumerated() {
                    let own = profile.families[series.family]
                    guard renaming.names(of: own, at: time).contains(name) else { continue }
                    lines += text.lines(of: series, at: place, named: name, in: profile, ending: [UInt8(ascii: "\n")])
                }
                if lines.isEmpty { continue }
                bytes += "# HELP \(name) As \(profile.name) has it.\n".utf8
                bytes += "# TYPE \(name) \(family.bounds(of: .current) == nil ? "counter" : "histogram")\n".utf8
                bytes += lines
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
