import ArgumentParser
import Latency
import Schedule
import Support

/// `metricsctl schedule show`
struct ScheduleShow: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the crontab lines and systemd units; exits 1 if there are none.",
        examples: ["metricsctl schedule show"])

    func run(in context: Context) throws {
        let systemd = Systemd(root: nil, runTool: context.runTool)
        let units = systemd.installed()
        var text = try block(needed: units.isEmpty, context) ?? ""
        for unit in units { text += "\(Systemd.folder)/\(unit): \(systemd.state(of: unit) ?? "no systemd runs")\n" }
        if text.isEmpty { throw Nothing(user: context.environment.userName()) }
        try context.output.data(text)
    }

    /// A machine with systemd may have no `crontab` at all.
    private func block(needed: Bool, _ context: Context) throws(ScheduleError) -> String? {
        do {
            return try UserCrontab(runTool: context.runTool).read().block
        } catch .missing where !needed {
            return nil
        }
    }

    struct Nothing: ExplainedError {
        let user: String
        var message: String {
            "nothing is scheduled, neither in the crontab of \(user) nor in systemd"
        }
        var hint: Hint? { "metricsctl schedule install" }
    }
}
