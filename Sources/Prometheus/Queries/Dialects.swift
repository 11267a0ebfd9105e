import HTTPClient

/// What Prometheus' kin do otherwise. None of it has to be found out: what one of them needs, the others ignore.
enum Dialects {
    /// Sent with every question, so that an answer is whole or an error.
    ///
    /// - Thanos: no answer without a store's data, each replica's samples once, and no downsampled ones, which are not the
    ///   samples that were scraped.
    /// - VictoriaMetrics, cluster: no answer without a storage node's data. Any: it otherwise answers an instant query of the
    ///   last 30 s as of up to 30 s earlier, and a range from what it has cached.
    /// - Prometheus and Mimir have nothing to be told.
    static let parameters: [HTTPRequest.Field] = [
        ("partial_response", "false"), ("dedup", "true"), ("max_source_resolution", "0"),
        ("deny_partial_response", "1"), ("nocache", "1"),
    ]

    /// Whether a warning on a success is about the data. Prometheus 2.48 to 2.5x sent its harmless annotations as
    /// warnings, which 3.x sends as `infos`: "PromQL info: metric might not be a counter".
    static func meansPartialData(_ warning: String) -> Bool { !warning.hasPrefix("PromQL info:") }

    /// Whether a warning says that native histograms could not be added up, so that the sum of their group was left out:
    /// "vector contains histograms with incompatible custom buckets", "vector contains a mix of histograms with exponential
    /// and custom buckets schemas", "encountered a mix of histograms and floats for aggregation". Prometheus 3 says so.
    static func isUnsummableWarning(_ warning: String) -> Bool {
        warning.hasPrefix("PromQL warning: ")
            && ["custom buckets", "mix of histograms and floats"].contains { warning.contains($0) }
    }

    /// Whether an error with 503 says that the query took too long, so that asking again is in vain. Prometheus, Thanos and
    /// Mimir have a type for it; VictoriaMetrics' type is the status as a number, and only its text tells.
    static func isQueryTimeout(_ error: (errorType: String, message: String)) -> Bool {
        error.errorType == "timeout" || error.message.contains("timeout exceeded")
            || error.message.contains("deadline exceeded")
    }

    /// Whether POST may have been refused with this status where GET is not: 405 by those who say so, 403 by Kubernetes'
    /// and others' rules for reading alone, 404 by gateways with a route for a method, 501 by servers that know no other.
    static func mayTakeGet(_ status: Int) -> Bool { [403, 404, 405, 501].contains(status) }

    /// What nginx, Apache and gateways in front of servers take of a URL, in bytes, with some room.
    static let longestURL = 7500

    /// Whether an error names a limit of the server's on what a query may take, which Mimir tells with 500 as well: "the
    /// query time range exceeds the limit (query length: 744h15m0s, limit: 720h0m0s)". A deadline is none.
    static func isLimit(_ error: (errorType: String, message: String)) -> Bool {
        namesLimit(error.message) && !error.message.contains("deadline") && !isQueryTimeout(error)
    }

    /// Prometheus: "query processing would load too many samples into memory", "exceeded maximum resolution of 11,000
    /// points per timeseries". VictoriaMetrics: "cannot process more than 1000000000 samples", "the number of matching
    /// timeseries exceeds 300000", each with the flag `-search.max…` to raise. Thanos and Mimir: "exceeded samples limit",
    /// "the query exceeded the maximum number of chunks".
    static func namesLimit(_ reason: String) -> Bool {
        ["too many", "exceed", "limit", "cannot process more than", "-search.max"].contains { reason.contains($0) }
    }
}
