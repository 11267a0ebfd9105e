/// A statement with its parameters, which the SQL names `$1`, `$2` …
struct Statement {
    let sql: String
    let parameters: [Parameter]

    init(_ sql: String, _ parameters: Parameter...) { self.init(sql, parameters) }

    init(_ sql: String, _ parameters: [Parameter]) { (self.sql, self.parameters) = (sql, parameters) }

    /// About how many bytes it takes on the way.
    var bytes: Int { parameters.reduce(sql.utf8.count) { $0 + ($1.bytes?.count ?? 0) } }
}

/// A value in PostgreSQL's binary form (https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES).
///
/// Texts go as `bytea`: PostgreSQL's `text` takes no zero byte, which a model's name may hold.
struct Parameter {
    let type: UInt32
    /// nil for NULL.
    let bytes: [UInt8]?

    static func integer(_ value: Int?) -> Parameter {
        Parameter(type: ObjectID.integer, bytes: value.map { bigEndian(Int64($0)) })
    }

    static func bytes(_ value: [UInt8]?) -> Parameter { Parameter(type: ObjectID.bytes, bytes: value) }

    static func text(_ value: String?) -> Parameter { .bytes(value.map { [UInt8]($0.utf8) }) }

    /// A true `text`, for names and settings of PostgreSQL itself.
    static func plain(_ value: String) -> Parameter { Parameter(type: ObjectID.text, bytes: [UInt8](value.utf8)) }

    static func integers(_ values: [Int]) -> Parameter {
        Parameter(
            type: ObjectID.integers, bytes: array(of: ObjectID.integer, values.count) { bigEndian(Int64(values[$0])) })
    }

    static func byteStrings(_ values: [[UInt8]?]) -> Parameter {
        Parameter(type: ObjectID.byteStrings, bytes: array(of: ObjectID.bytes, values.count) { values[$0] })
    }

    /// `oid` of `pg_type`, the same everywhere.
    private enum ObjectID {
        static let bytes: UInt32 = 17
        static let integer: UInt32 = 20
        static let text: UInt32 = 25
        static let byteStrings: UInt32 = 1001
        static let integers: UInt32 = 1016
    }

    /// Dimensions, whether there are NULLs, the elements' type, the length and the first index; then each element behind its
    /// length.
    private static func array(of type: UInt32, _ count: Int, _ element: (Int) -> [UInt8]?) -> [UInt8] {
        guard count > 0 else { return bigEndian(Int32(0)) + bigEndian(Int32(0)) + bigEndian(type) }
        let hasNull = (0..<count).contains { element($0) == nil }
        var bytes = bigEndian(Int32(1)) + bigEndian(Int32(hasNull ? 1 : 0)) + bigEndian(type)
        bytes += bigEndian(Int32(count)) + bigEndian(Int32(1))
        for index in 0..<count {
            let value = element(index)
            bytes += bigEndian(Int32(value?.count ?? -1))
            bytes += value ?? []
        }
        return bytes
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
    }
}
