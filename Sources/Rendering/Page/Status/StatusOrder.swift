import Latency
import Questions

/// The order of the models on the status page: by one column, one way or the other.
package struct StatusOrder: Hashable, Sendable {
    enum Column: String, CaseIterable, Sendable {
        case name, state, p50, p95, p99, requests, rate
    }

    var column = Column.state
    var isDescending = false

    /// What wants to be looked at comes first.
    init() {}

    init(_ column: Column, isDescending: Bool = false) {
        self.column = column
        self.isDescending = isDescending
    }

    /// `p95`, or `-p95` for the largest first.
    init?(_ text: String) {
        guard let column = Column(rawValue: String(text.hasPrefix("-") ? text.dropFirst() : text[...])) else {
            return nil
        }
        self.init(column, isDescending: text.hasPrefix("-"))
    }

    /// nil for the usual order.
    var asParameter: String? { self == StatusOrder() ? nil : "\(isDescending ? "-" : "")\(column.rawValue)" }

    /// What a click on a column's title asks for: numbers start with the largest, and a second click turns around.
    func clicked(_ column: Column) -> StatusOrder {
        if column == self.column { return StatusOrder(column, isDescending: !isDescending) }
        return StatusOrder(column, isDescending: column != .name && column != .state)
    }

    /// Models without the number come last, whichever way; equals stay in the order of their names.
    func sorted(_ rows: [StatusAnswer.Row], _ thresholds: (Name) -> LatencyThresholds) -> [StatusAnswer.Row] {
        switch column {
        case .name: return isDescending ? rows.reversed() : rows
        case .state:
            return by(rows) { row in
                let state = row.status.state(thresholds(row.status.model))
                return ModelState.allCases.firstIndex(of: state).map(Double.init)
            }
        case .p50: return by(rows) { $0.status.entry?.percentiles.p50?.milliseconds }
        case .p95: return by(rows) { $0.status.entry?.percentiles.p95?.milliseconds }
        case .p99: return by(rows) { $0.status.entry?.percentiles.p99?.milliseconds }
        case .requests: return by(rows) { $0.status.entry.map { Double($0.requests) } }
        case .rate: return rows
        }
    }

    /// The same of models whose requests, errors or tokens are counted.
    func sorted(_ rows: [CounterTable.Row]) -> [CounterTable.Row] {
        switch column {
        case .name: isDescending ? rows.reversed() : rows
        case .requests: by(rows) { $0.count.map(Double.init) }
        case .rate: by(rows, \.perMinute)
        case .state, .p50, .p95, .p99: rows
        }
    }

    private func by<Row>(_ rows: [Row], _ key: (Row) -> Double?) -> [Row] {
        let keyed = rows.enumerated().map { (place: $0.offset, key: key($0.element), row: $0.element) }
        return keyed.sorted { left, right in
            guard let first = left.key, let second = right.key, first != second else {
                if (left.key == nil) != (right.key == nil) { return left.key != nil }
                return left.place < right.place
            }
            return isDescending ? first > second : first < second
        }.map(\.row)
    }
}
