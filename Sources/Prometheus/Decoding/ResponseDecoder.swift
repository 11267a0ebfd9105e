/// Reads the bodies of the Prometheus API in one pass over their bytes: an answer may be many megabytes of numbers, and a
/// tree of JSON values would be many times that.
///
/// Strict: RFC 8259, valid UTF-8, no lone surrogates, no key twice where it counts, nothing behind the end. Keys may come
/// in any order; unknown ones are skipped.
package enum ResponseDecoder {
    /// An answer of `/api/v1/query` or `/api/v1/query_range`.
    ///
    /// An API error, whatever the HTTP status was, is thrown as `.server`. `expected`: another type is `.wrongType`.
    package static func decode(
        _ body: [UInt8], expecting expected: QueryAnswer.ResultType? = nil, maximumSeries: Int = 1_000_000
    ) throws(ResponseError) -> QueryAnswer {
        var all: [Series] = []
        var answer = try decode(body, expecting: expected) { (series) throws(ResponseError) in
            guard all.count < maximumSeries else { throw .tooManySeries(limit: maximumSeries) }
            all.append(series)
        }
        answer.series = all
        return answer
    }

    /// The same for answers that may be large: hands over every series as it is read, and keeps none. What was handed
    /// over is worth nothing where the rest of the answer is refused.
    package static func decode(
        _ body: [UInt8], expecting expected: QueryAnswer.ResultType? = nil,
        _ take: (Series) throws(ResponseError) -> Void
    ) throws(ResponseError) -> QueryAnswer {
        let envelope = try read(body) { (scanner) throws(ResponseError) in try scanner.queryData(take) }
        let type = try envelope.success()
        if let expected, type != expected {
            throw .wrongType(got: type.rawValue, expected: expected.rawValue)
        }
        return QueryAnswer(
            resultType: type,
            series: [],
            warnings: envelope.warnings,
            infos: envelope.infos,
            isPartial: envelope.isPartial
        )
    }

    /// An answer of `/api/v1/label/…/values`: strings.
    package static func decodeStrings(_ body: [UInt8]) throws(ResponseError) -> [String] {
        let envelope = try read(body) { (scanner) throws(ResponseError) in try scanner.strings() }
        return try envelope.success()
    }

    /// The API's error in a body, if it is one: `("bad_data", "parse error: …")`, as the server wrote it.
    package static func decodeError(_ body: [UInt8]) -> (errorType: String, message: String)? {
        let envelope = try? read(body) { (scanner) throws(ResponseError) in try scanner.skipValue() }
        guard let envelope, envelope.status == "error" else { return nil }
        return (envelope.errorType, envelope.error)
    }

    /// Much more than a message shows of a page: white space may come first, and a secret at the end is to be found whole.
    static func beginning(_ body: some Collection<UInt8>) -> String {
        String(decoding: body.prefix(1 << 16), as: UTF8.self)
    }

    private static func read<Content>(
        _ body: [UInt8], content: (inout JSONScanner) throws(ResponseError) -> Content
    ) throws(ResponseError) -> Envelope<Content> {
        try body.withUnsafeBufferPointer { (bytes) throws(ResponseError) in
            var scanner = JSONScanner(bytes)
            return try scanner.envelope(content)
        }
    }
}
