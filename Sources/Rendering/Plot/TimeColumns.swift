import Questions
import Support

/// The stretch of time of a history, cut into equal columns.
struct TimeColumns {
    private let request: HistoryRequest
    private let zone: Zone
    private let count: Int

    init(request: HistoryRequest, zone: Zone, count: Int) {
        self.request = request
        self.zone = zone
        self.count = count
    }

    /// Seconds since 1970 UTC.
    func end(of column: Int) -> Int { request.start + (request.end - request.start) * (column + 1) / count }

    /// For every column the points whose steps it shows: all that end in it, else the one that goes on through it.
    func points(_ points: [HistoryAnswer.Point]) -> [[HistoryAnswer.Point]] {
        var result: [[HistoryAnswer.Point]] = []
        var rest = points[...]
        for column in 0..<count {
            let time = end(of: column)
            var held = Array(rest.prefix { $0.time <= time })
            rest = rest.dropFirst(held.count)
            if let next = rest.first, next.time == min(request.step.end(ofStepHolding: time, in: zone), request.end) {
                held.append(next)
            }
            result.append(held)
        }
        return result
    }
}
