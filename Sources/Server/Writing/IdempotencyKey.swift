import NIOHTTP1

/// The `Idempotency-Key` header: who asks again with the same one, after an answer that never came, changes nothing more.
enum IdempotencyKey {
    static let name = "Idempotency-Key"
    static let mostBytes = 255

    /// What is wrong with the header.
    struct Fault: Error {
        static let message = "Idempotency-Key must be given once, with 1 to \(mostBytes) visible characters"
    }

    /// The key that the archive keeps with a record, which is none of those that it makes itself; nil without the header.
    static func key(_ headers: HTTPHeaders) throws(Fault) -> String? {
        let values = headers[name]
        guard let value = values.first else { return nil }
        let isPlain = value.utf8.allSatisfy { 0x20...0x7E ~= $0 }
        guard values.count == 1, 1...mostBytes ~= value.utf8.count, isPlain else { throw Fault() }
        return "http \(value)"
    }
}
