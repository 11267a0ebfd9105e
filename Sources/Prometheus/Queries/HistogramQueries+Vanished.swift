import Latency

extension HistogramQueries {
    /// How many of the targets that had the histogram are up (`up="1"`) and how many are not (`up="0"`), at the end of a
    /// window without it; nothing where the server knows of no targets.
    ///
    /// Of a job whose targets have all been replaced the new ones count. Targets that are gone altogether are not up.
    /// Where no target had it, as what is pushed has none, any may tell that the server is still fed.
    ///
    /// - Parameter seconds: how long before that the last window with the histogram ended.
    package func targets(lastSeenBefore seconds: Int) -> String {
        let then = "[5m] offset \(seconds)s"
        let had = Self.joined(allSeries) { "last_over_time(\($0)\(then))" }
        let known = "(last_over_time(up\(then)) and on (job) (\(had)))"
        let same = "(up and on (job, instance) (\(had)))"
        return """
            count_values("up", \(same) or ((up and on (job) (\(had))) unless on (job) \(same)) \
            or (up unless on () \(known)) or 0 * \(known))
            """
    }

    /// The labels that the series of `targets(lastSeenBefore:)` may have.
    package var targetLabels: Set<Name> { ["up"] }
}
