import HTTPClient

extension ResponseError {
    /// To stand behind the server's URL: `the answer is cut off after 812 bytes`.
    func summary(hiding secrets: Secrets = Secrets()) -> String {
        switch self {
        case .empty: "the answer is empty"
        case .notJSON(let text): "the answer is not JSON: \(secrets.line(text, limit: 80))"
        case .truncated(let bytes): "the answer is cut off after \(bytes) bytes"
        case .malformed(let what, let byte): "the answer is malformed at byte \(byte): \(what)"
        case .missing(let what): "the answer has no \(what)"
        case .server(let type, let message): "\(secrets.line(type, limit: 40)): \(secrets.line(message, limit: 500))"
        case .wrongType(let got, let expected): "the answer is a \(secrets.line(got, limit: 40)), not a \(expected)"
        case .tooManySeries(let limit): "the answer has more than \(limit) series"
        case .tooMuchMemory(let limit): "the answer takes more than \(limit >> 20) MiB of memory"
        case .repeatedSeries(let labels): "the answer has two series \(secrets.line(labels, limit: 300))"
        case .unaskedLabels(let labels):
            "the answer has a series that was not asked for: \(secrets.line(labels, limit: 300))"
        case .unaskedTime(let time): "the answer has a sample at a time that was not asked for: \(Self.text(time))"
        case .unorderedTime(let time): "the answer has a series whose samples are out of order at \(Self.text(time))"
        }
    }

    /// Seconds since 1970 UTC, as servers write them.
    private static func text(_ time: Double) -> String { Int(exactly: time).map(String.init) ?? String(time) }
}
