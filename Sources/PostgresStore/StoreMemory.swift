import Archive
import Support

/// Small rows that nearly every question and every collection needs: they come together, in one round trip.
enum Kept: Hashable {
    case sources, layouts
    /// Of a source each. Of `windows` and `days` the numbers are known, of `newest` and `coverages` some bodies.
    case series(Int), windows(Int), newest(Int), days(Int), coverages(Int), inventory(Int), refused(Int), stamps(Int)

    var source: Int? {
        switch self {
        case .sources, .layouts: nil
        case .series(let source), .windows(let source), .newest(let source), .days(let source), .coverages(let source),
            .inventory(let source), .refused(let source), .stamps(let source):
            source
        }
    }

    /// What is asked for together of a source.
    ///
    /// - Parameter isWriter: whether it is to be collected.
    static func all(of source: Int, isWriter: Bool) -> [Kept] {
        let always: [Kept] = [
            .series(source), .windows(source), .newest(source), .days(source), .coverages(source), .inventory(source),
        ]
        return isWriter ? always + [.refused(source), .stamps(source)] : always
    }
}

/// What was read of these, all at one instant: true until somebody commits, which stamps tell.
struct StoreMemory {
    /// The stamps of all sources, added up, when it was read; nil where nothing was.
    private(set) var stamp: Int?
    private var rows: [Kept: Rows] = [:]
    /// Of `windows` and `days`: which rows there are, ascending.
    private var numbers: [Kept: [Int]] = [:]
    private var bodies: [BodyKey: (rows: Rows, row: Int)] = [:]
    private var bytes = 0

    /// A row of a table that is kept by windows or by days.
    private struct BodyKey: Hashable {
        let table: Kept
        let number: Int
    }

    /// So many bytes of bodies are kept at most.
    private static let maximumBytes = 64 << 20

    init(at stamp: Int? = nil) { self.stamp = stamp }

    subscript(kept: Kept) -> Rows? { rows[kept] }

    /// Which rows a table has in a range, ascending.
    func numbers(_ table: Kept, in range: ClosedRange<Int> = 0...Int.max - 1) -> ArraySlice<Int> {
        guard let known = numbers[table] else { return [] }
        return known[known.place(of: range.lowerBound)..<known.place(of: range.upperBound + 1)]
    }

    /// - Parameter table: `windows` or `days`.
    func body(_ table: Kept, _ number: Int) -> (rows: Rows, row: Int)? {
        bodies[BodyKey(table: table, number: number)]
    }

    mutating func keep(_ rows: Rows, of kept: Kept) {
        self.rows[kept] = rows
        switch kept {
        case .windows, .days:
            numbers[kept] = (0..<rows.count).map { rows.integer($0, 0) }
        case .newest(let source): keepBodies(rows, of: .windows(source))
        case .coverages(let source): keepBodies(rows, of: .days(source))
        default: break
        }
    }

    /// Of rows of a number and a body; NULL for one that is not to be kept.
    mutating func keepBodies(_ rows: Rows, of table: Kept) {
        guard bytes < Self.maximumBytes else { return }
        for row in 0..<rows.count {
            guard let body = rows.optionalBytes(row, 1) else { continue }
            bytes += body.count
            bodies[BodyKey(table: table, number: rows.integer(row, 0))] = (rows, row)
        }
    }

    // MARK: What changes

    mutating func forget(_ kept: Kept) { rows[kept] = nil }

    /// Rows are stored at some numbers.
    mutating func put(_ added: [Int], in table: Kept) {
        for number in added { bodies[BodyKey(table: table, number: number)] = nil }
        for number in added {
            guard let place = numbers[table]?.place(of: number) else { return }
            if place < numbers[table]?.count ?? 0, numbers[table]?[place] == number { continue }
            numbers[table]?.insert(number, at: place)
        }
    }

    mutating func remove(_ removed: ClosedRange<Int>, from table: Kept) {
        bodies = bodies.filter { $0.key.table != table || !removed.contains($0.key.number) }
        numbers[table]?.removeAll(where: removed.contains)
    }

    /// The sources whose stamps it has.
    var stamped: [Int] {
        rows.keys.compactMap { kept in
            guard case .stamps(let source) = kept else { return nil }
            return source
        }
    }

    /// To a later instant: what is still true is of the sources whose stamps are as they were. Layouts are only ever added,
    /// and each before the rows that need it.
    ///
    /// - Parameter stamps: of that instant, as far as they are known.
    mutating func move(to stamp: Int, _ stamps: [Int: Int]) {
        let all = Set(stamped)
        let valid = all.filter { rows[.stamps($0)]?.stamps.allSatisfy { stamps[$0.key] == $0.value } == true }
        let isValid = { (kept: Kept) in
            switch kept {
            case .sources: !all.isEmpty && valid == all
            case .layouts: !valid.isEmpty
            default: kept.source.map(valid.contains) == true
            }
        }
        self.stamp = stamp
        rows = rows.filter { isValid($0.key) }
        numbers = numbers.filter { isValid($0.key) }
        bodies = bodies.filter { isValid($0.key.table) }
    }
}

extension Rows {
    /// Of rows of a source and its stamp.
    var stamps: [Int: Int] {
        Dictionary((0..<count).map { (integer($0, 0), integer($0, 1)) }, uniquingKeysWith: { $1 })
    }
}

extension [Int] {
    /// In an ascending array, the first place of a number that is no less.
    fileprivate func place(of number: Int) -> Int { partitioningIndex { $0 >= number } }
}
