import Latency
import Support

/// The part of a URL after the `?`.
struct QueryString {
    /// What is wrong with a query.
    enum Fault: Error, Equatable {
        /// A `%` without two hexadecimal digits, or bytes that are no UTF-8.
        case badEncoding(String)
        /// A parameter that the answer depends on is there twice.
        case repeated(String)
        /// Nothing has a parameter of that name; those that there are.
        case unknown(String, known: [String])

        var message: String {
            switch self {
            case .badEncoding(let text): "the query has a bad percent-encoding: \"\(text)\""
            case .repeated(let name): "\(name) must be given only once"
            case .unknown(let name, let known): QueryString.unknown(name, known)
            }
        }
    }

    /// The parameter that nothing depends on, and that front ends add against caches.
    static let ignored = "_"

    /// The parameter that chooses a page's language.
    static let language = "lang"

    /// The values of the parameters that a query has, decoded, in the order in which they are there.
    ///
    /// - Parameters:
    ///   - names: those that there are.
    ///   - repeatable: those of them that may be there several times.
    ///   - refusesOthers: else others are left out.
    static func values(
        _ query: Substring, of names: Set<String>, repeatable: Set<String> = [], refusesOthers: Bool = true
    ) throws(Fault) -> [String: [Name]] {
        var result: [String: [Name]] = [:]
        for pair in query.pieces(by: "&") where !pair.isEmpty {
            let parts = pair.pieces(by: "=", most: 2)
            let name = try decoded(parts[0])
            guard names.contains(name) else {
                if !refusesOthers || name == ignored { continue }
                throw .unknown(name, known: names.sorted())
            }
            let value = try decoded(parts.count == 2 ? parts[1] : "")
            if result[name] != nil, !repeatable.contains(name) { throw .repeated(name) }
            result[name, default: []].append(Name(value))
        }
        return result
    }

    private static func unknown(_ name: String, _ known: [String]) -> String {
        let what = "there is no parameter \"\(name)\" here"
        if let similar = NameSimilarity.closest(to: name, among: known) { return "\(what): did you mean \(similar)?" }
        return known.isEmpty ? "\(what), and no other" : "\(what), only \(known.joined(separator: ", "))"
    }

    /// Forms encode a space as `+`, so it is decoded to one.
    private static func decoded(_ text: String) throws(Fault) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    throw .badEncoding(text)
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard let result = String(validating: bytes, as: UTF8.self) else { throw .badEncoding(text) }
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
