import NIOCore
import Questions

/// What a Prometheus asks by its remote-read protocol (https://prometheus.io/docs/prometheus/latest/querying/remote_read_api/).
struct ReadRequest {
    let queries: [CounterRequest]
    /// Whether it takes samples as chunks of Prometheus', frame by frame.
    let takesChunks: Bool

    /// A question with a hundred matchers has some kilobytes.
    static let mostBytes = 256 << 10
    static let mostQueries = 16
    static let mostMatchers = 100

    /// Why a request is refused.
    enum Fault: Error {
        case notSnappy, tooLong, malformed, tooMuch
        case pattern(label: String, reason: String)

        var message: String {
            switch self {
            case .notSnappy: "the body is not compressed with snappy"
            case .tooLong: "the body expands to more than \(ReadRequest.mostBytes) bytes"
            case .malformed: "the body is no ReadRequest of Prometheus' remote-read protocol"
            case .tooMuch:
                "more than \(ReadRequest.mostQueries) queries, or more than \(ReadRequest.mostMatchers) matchers in one"
            case .pattern(let label, let reason): "the pattern for the label \"\(label)\" \(reason)"
            }
        }
    }

    init(body: ByteBuffer) throws(Fault) {
        let bytes: [UInt8]
        do {
            bytes = try Snappy.expanded(body, limit: Self.mostBytes)
        } catch {
            throw error == .tooLong ? .tooLong : .notSnappy
        }
        var queries: [CounterRequest] = []
        var takesChunks = false
        try ReadRequest.forEachField(of: bytes[...]) { field throws(Fault) in
            switch (field.number, field.value) {
            case (1, .bytes(let query)):
                guard queries.count < Self.mostQueries else { throw .tooMuch }
                queries.append(try ReadRequest.query(query))
            case (2, .number(let type)): takesChunks = takesChunks || type == 1
            // Numbers may be packed.
            case (2, .bytes(let types)): takesChunks = takesChunks || types.contains(1)
            default: break
            }
        }
        (self.queries, self.takesChunks) = (queries, takesChunks)
    }

    private static func query(_ bytes: ArraySlice<UInt8>) throws(Fault) -> CounterRequest {
        var (start, end) = (0, 0)
        var matchers: [CounterMatcher] = []
        try forEachField(of: bytes) { field throws(Fault) in
            switch (field.number, field.integer, field.bytes) {
            case (1, let time?, _): start = time
            case (2, let time?, _): end = time
            case (3, _, let matcher?):
                guard matchers.count < mostMatchers else { throw .tooMuch }
                matchers.append(try self.matcher(matcher))
            // Hints: everything in between is needed whatever they say.
            default: break
            }
        }
        return CounterRequest(matchers: matchers, times: start...max(start, end))
    }

    private static func matcher(_ bytes: ArraySlice<UInt8>) throws(Fault) -> CounterMatcher {
        var kind = 0
        var (label, value) = ("", "")
        try forEachField(of: bytes) { field throws(Fault) in
            switch field.number {
            case 1: kind = field.integer ?? -1
            case 2, 3:
                guard let text = field.text else { throw .malformed }
                if field.number == 2 { label = text } else { value = text }
            default: break
            }
        }
        switch kind {
        case 0: return CounterMatcher(label: label, .equals(value))
        case 1: return CounterMatcher(label: label, .differsFrom(value))
        case 2: return CounterMatcher(label: label, .matches(try pattern(value, of: label)))
        case 3: return CounterMatcher(label: label, .differsFromAll(try pattern(value, of: label)))
        default: throw .malformed
        }
    }

    private static func pattern(_ text: String, of label: String) throws(Fault) -> LinearPattern {
        do {
            return try LinearPattern(text)
        } catch {
            throw .pattern(label: label, reason: error.reason)
        }
    }

    private static func forEachField(
        of bytes: ArraySlice<UInt8>, _ body: (ProtobufField) throws(Fault) -> Void
    ) throws(Fault) {
        var reader = ProtobufReader(bytes)
        while true {
            let field: ProtobufField?
            do {
                field = try reader.next()
            } catch {
                throw .malformed
            }
            guard let field else { return }
            try body(field)
        }
    }
}
