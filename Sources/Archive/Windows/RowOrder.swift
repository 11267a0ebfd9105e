/// Holds the rows of a scan against what was asked for: where a page of the file has come to lie in another's place, SQLite
/// hands out keys that are out of range or out of order.
struct RowOrder {
    private let keys: ClosedRange<Int>
    private let newestFirst: Bool
    private var last: Int?

    init(_ keys: ClosedRange<Int>, newestFirst: Bool = false) {
        self.keys = keys
        self.newestFirst = newestFirst
    }

    /// Whether the next row has its place after those that were accepted before.
    mutating func accepts(_ key: Int) -> Bool {
        guard keys.contains(key), last.map({ newestFirst ? key < $0 : key > $0 }) != false else { return false }
        last = key
        return true
    }
}
