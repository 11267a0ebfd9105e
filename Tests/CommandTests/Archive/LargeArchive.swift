import Foundation

/// The archive of many models over one day, whose history of five minutes' steps has `models` times 288 points.
final class LargeArchive {
    let path: String
    private let directory: URL

    /// 2026-11-28T00:00:00Z, the end of the day.
    static let end = "2026-11-28T00:00:00Z"
    private static let start = 1_795_737_600

    struct Failure: Error {}

    init(models: Int) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("metricsctl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appendingPathComponent("metrics.db").path
        let lines = directory.appendingPathComponent("lines.jsonl")
        try Data(LargeArchive.lines(models).utf8).write(to: lines)
        let run = try MetricsctlRun(["archive", "import", "--quiet", "--db", path, lines.path])
        guard run.status == 0 else { throw Failure() }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private static func lines(_ models: Int) -> String {
        var text = """
            {"source":"default","metric":"request_duration_seconds","url":"http://x","selector":"","model_label":"model",\
            "unit":"s"}

            """
        for window in 1...288 {
            let end = Date(timeIntervalSince1970: Double(start + window * 300)).formatted(.iso8601)
            for model in 0..<models {
                text += """
                    {"window":"\(end)","model":"m\(model)","quality":"exact","requests":\(model + 15),"sum_us":9000,\
                    "histograms":[{"le":[0.5,1,2.5],"counts":[\(model),10,5,0]}]}

                    """
            }
        }
        return text + "{\"end\":true}\n"
    }
}
