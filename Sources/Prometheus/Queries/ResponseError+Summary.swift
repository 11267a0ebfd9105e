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
        }
    }
}
