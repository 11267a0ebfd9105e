import Support

/// The crontab of whoever runs this, read and written with `crontab`.
package struct UserCrontab {
    private let runTool: Subprocess.Run

    package init(runTool: @escaping Subprocess.Run) { self.runTool = runTool }

    /// Empty where there is none.
    package func read() throws(ScheduleError) -> Crontab {
        guard let result = runTool("crontab", ["-l"], []) else { throw .missing(program: "crontab") }
        if result.status == 0 { return Crontab(bytes: result.bytes) }
        guard result.errors.hasPrefix("no crontab for ") else { throw failure(result) }
        return Crontab("")
    }

    /// Replaces it as a whole; where nothing is left, there is none afterwards.
    package func write(_ crontab: Crontab) throws(ScheduleError) {
        let isEmpty = crontab.bytes.isEmpty
        let result = isEmpty ? runTool("crontab", ["-r"], []) : runTool("crontab", ["-"], crontab.bytes)
        guard let result else { throw .missing(program: "crontab") }
        guard result.status == 0 else { throw failure(result) }
    }

    private func failure(_ result: Subprocess.Result) -> ScheduleError {
        let lines = result.errors.split(whereSeparator: \.isNewline)
        return .failed(program: "crontab", reason: lines.isEmpty ? "no reason given" : lines.joined(separator: "; "))
    }
}
