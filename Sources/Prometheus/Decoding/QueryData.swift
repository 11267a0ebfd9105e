/// The `data` of a query's answer.
struct QueryData {
    let type: QueryAnswer.ResultType
    let series: [Series]
}

extension JSONScanner {
    /// `{"resultType":"matrix","result":[…]}`. The result may come first, so its own shape says how to read it, and the
    /// type is compared afterwards.
    mutating func queryData(maximumSeries: Int) throws(ResponseError) -> QueryData {
        var type: String?
        var result: QueryResult?
        try object { (scanner, key) throws(ResponseError) in
            switch key {
            case "resultType":
                guard type == nil else { throw scanner.malformed("'resultType' twice") }
                type = try scanner.string()
            case "result":
                guard result == nil else { throw scanner.malformed("'result' twice") }
                result = try scanner.queryResult(maximumSeries: maximumSeries)
            default: try scanner.skipValue()
            }
        }
        guard let type else { throw .missing("result type") }
        guard let known = QueryAnswer.ResultType(rawValue: type) else {
            throw .wrongType(got: type, expected: "matrix, vector or scalar")
        }
        guard let result else { throw .missing("result") }
        return QueryData(type: known, series: try result.series(as: known, byte: position))
    }

    private mutating func queryResult(maximumSeries: Int) throws(ResponseError) -> QueryResult {
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
            guard result.series.count < maximumSeries else { throw .tooManySeries(limit: maximumSeries) }
            result.series.append(try reader.series(&self))
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

/// A result before its type is known.
private struct QueryResult {
    var series: [Series] = []
    var scalar: Sample?
    /// Some series had `value` or `histogram`, as in a vector.
    var hasValue = false
    /// Some series had `values` or `histograms`, as in a matrix.
    var hasValues = false

    func series(as type: QueryAnswer.ResultType, byte: Int) throws(ResponseError) -> [Series] {
        let fits =
            switch type {
            case .matrix: scalar == nil && !hasValue
            case .vector: scalar == nil && !hasValues
            case .scalar: scalar != nil
            }
        guard fits else { throw .malformed("the result is no \(type.rawValue)", byte: byte) }
        return scalar.map { [Series(labels: [:], samples: [$0])] } ?? series
    }
}
