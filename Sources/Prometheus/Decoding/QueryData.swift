extension JSONScanner {
    /// `{"resultType":"matrix","result":[…]}`. The result may come first, so its own shape says how to read it, and the
    /// type is compared afterwards. Every series is handed to `body`.
    mutating func queryData(
        _ body: (Series) throws(ResponseError) -> Void
    ) throws(ResponseError) -> QueryAnswer.ResultType {
        var type: String?
        var result: QueryResult?
        try object { (scanner, key) throws(ResponseError) in
            switch key {
            case "resultType":
                guard type == nil else { throw scanner.malformed("'resultType' twice") }
                type = try scanner.string()
            case "result":
                guard result == nil else { throw scanner.malformed("'result' twice") }
                result = try scanner.queryResult(body)
            default: try scanner.skipValue()
            }
        }
        guard let type else { throw .missing("result type") }
        guard let known = QueryAnswer.ResultType(rawValue: type) else {
            throw .wrongType(got: type, expected: "matrix, vector or scalar")
        }
        guard let result else { throw .missing("result") }
        guard result.fits(known) else { throw malformed("the result is no \(known.rawValue)") }
        if let scalar = result.scalar { try body(Series(labels: [:], samples: [scalar])) }
        return known
    }

    private mutating func queryResult(
        _ body: (Series) throws(ResponseError) -> Void
    ) throws(ResponseError) -> QueryResult {
        var result = QueryResult()
        guard try !takesNull() else { return result }
        try take("[")
        guard try !takes("]") else { return result }
        if try next() != UInt8(ascii: "{") {
            result.scalar = try scalar()
            return result
        }
        var reader = SeriesReader()
        repeat {
            try body(try reader.series(&self))
        } while try continues(until: "]")
        (result.hasValue, result.hasValues) = (reader.hasValue, reader.hasValues)
        return result
    }

    /// `1435781451.781,"1"]`. A string's text is skipped: its type says enough. nil: not a number.
    private mutating func scalar() throws(ResponseError) -> Sample? {
        let time = try number()
        try take(",")
        let start = self
        let sample: Sample?
        if let value = try? quotedNumber() {
            sample = Sample(time: time, value: value)
        } else {
            self = start
            _ = try string()
            sample = nil
        }
        try take("]")
        return sample
    }
}

/// What is known of a result before its type is.
private struct QueryResult {
    var scalar: Sample?
    /// Some series had `value` or `histogram`, as in a vector.
    var hasValue = false
    /// Some series had `values` or `histograms`, as in a matrix.
    var hasValues = false

    func fits(_ type: QueryAnswer.ResultType) -> Bool {
        switch type {
        case .matrix: scalar == nil && !hasValue
        case .vector: scalar == nil && !hasValues
        case .scalar: scalar != nil
        }
    }
}
