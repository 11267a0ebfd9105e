import Questions

extension ProgressLine {
    /// Counts the days that are handed out; `days` is how many of a report there will be.
    func count(_ reports: inout [ExportReport], days: (ExportReport) -> Int) {
        noun = "days"
        let total = reports.map(days).reduce(0, +)
        var done = 0
        for index in reports.indices {
            reports[index].onDay = { [self] in
                done += 1
                show(done: done, total: total)
            }
        }
    }
}
