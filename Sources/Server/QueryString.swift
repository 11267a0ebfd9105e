import Reports

/// The part of a URL after the `?`, as the parameters of a question.
///
/// Names that no question knows are left alone: front ends add some of their own against caches.
struct QueryString {
    /// What is wrong with a query.
    enum Fault: Error, Equatable {
        /// A `%` without two hexadecimal digits, or bytes that are no UTF-8.
        case badEncoding(String)
        /// A known parameter is there twice.
        case repeated(String)

        var message: String {
            switch self {
            case .badEncoding(let text): "the query has a bad percent-encoding: \"\(text)\""
            case .repeated(let name): "\(name) must be given only once"
            }
        }
    }

    static func parameters(_ query: String) throws(Fault) -> QueryParameters {
        var result = QueryParameters()
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try decoded(parts[0])
            guard let place = place(of: name) else { continue }
            guard result[keyPath: place] == nil else { throw .repeated(name) }
            result[keyPath: place] = try decoded(parts.count == 2 ? parts[1] : "")
        }
        return result
    }

    private static func place(of name: String) -> WritableKeyPath<QueryParameters, String?>? {
        switch name {
        case "source": \.source
        case "metric_name": \.metricName
        case "model_name": \.model
        case "at": \.at
        case "hours": \.hours
        case "step": \.step
        default: nil
        }
    }

    /// Forms encode a space as `+`, so it is decoded to one.
    private static func decoded(_ text: Substring) throws(Fault) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    throw .badEncoding(String(text))
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard let result = String(validating: bytes, as: UTF8.self) else { throw .badEncoding(String(text)) }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
