import Latency
import Support

extension Setting {
    /// How the command line has it.
    private var flag: String {
        switch self {
        case .archive: "--db"
        case .source: "--source"
        case .metricName: "--metric-name"
        case .modelLabel: "--model-label"
        case .selector: "--selector"
        case .unit: "--unit"
        case .headerFile: "--header-file"
        case .bearerTokenFile: "--bearer-token-file"
        case .netrc: "--netrc"
        case .authorities: "--cacert"
        case .certificate: "--cert"
        case .key: "--key"
        case .timeout: "--timeout"
        case .dryRun: "--dry-run"
        case .step: "--step"
        case .hours: "--hours"
        case .host: "--host"
        case .port: "--port"
        case .unixSocket: "--unix-socket"
        }
    }

    /// For hints.
    static func flag(_ setting: Setting, _ value: String?) -> String {
        setting.flag + (value.map { " \($0)" } ?? "")
    }
}
