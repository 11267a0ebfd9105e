/// The names that JSON keys and CSV columns have for what is told of a percentile.
enum PercentileName {
    case p50, p95, p99

    var latency: StaticString {
        switch self {
        case .p50: "p50_latency_ms"
        case .p95: "p95_latency_ms"
        case .p99: "p99_latency_ms"
        }
    }

    var lower: StaticString {
        switch self {
        case .p50: "p50_lower_ms"
        case .p95: "p95_lower_ms"
        case .p99: "p99_lower_ms"
        }
    }

    var upper: StaticString {
        switch self {
        case .p50: "p50_upper_ms"
        case .p95: "p95_upper_ms"
        case .p99: "p99_upper_ms"
        }
    }
}
