import CPostgres

/// What a statement has answered, in memory. Rows and columns count from 0.
final class Rows {
    private let result: OpaquePointer
    let count: Int

    /// Takes the result over.
    init(_ result: OpaquePointer) {
        self.result = result
        count = Int(cpostgres_row_count(result))
    }

    deinit { cpostgres_clear(result) }

    /// How many rows the statement has inserted, changed or deleted.
    var changed: Int { cpostgres_changed_rows(result) }

    /// 0 for NULL.
    func integer(_ row: Int, _ column: Int) -> Int { optionalInteger(row, column) ?? 0 }

    /// nil for NULL. Of integers of any width.
    func optionalInteger(_ row: Int, _ column: Int) -> Int? {
        guard let bytes = optionalBytes(row, column) else { return nil }
        let start: UInt64 = (bytes.first ?? 0) & 0x80 == 0 ? 0 : .max
        return Int(truncatingIfNeeded: bytes.reduce(start) { $0 << 8 | UInt64($1) })
    }

    func isTrue(_ row: Int, _ column: Int) -> Bool { integer(row, column) != 0 }

    /// They are gone with the rows.
    func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        optionalBytes(row, column) ?? UnsafeRawBufferPointer(start: nil, count: 0)
    }

    func text(_ row: Int, _ column: Int) -> String { String(decoding: bytes(row, column), as: UTF8.self) }

    /// nil for NULL.
    func optionalText(_ row: Int, _ column: Int) -> String? {
        optionalBytes(row, column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// nil for NULL, and for bytes that are no UTF-8.
    func validText(_ row: Int, _ column: Int) -> String? {
        optionalBytes(row, column).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// nil for NULL. They are gone with the rows.
    func optionalBytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(row), Int32(column))
        guard cpostgres_is_null(result, row, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: cpostgres_value(result, row, column), count: Int(cpostgres_length(result, row, column)))
    }
}
