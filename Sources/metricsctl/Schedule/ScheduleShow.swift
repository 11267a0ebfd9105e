import ArgumentParser
import Latency
import Schedule
import Support

/// `metricsctl schedule show`
struct ScheduleShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the crontab lines and systemd units; exits 1 if there are none.",
        examples: ["metricsctl schedule show"])

    func run() throws {
        let units = Systemd(root: nil).installed()
        var text = try block(needed: units.isEmpty) ?? ""
        for unit in units { text += "\(Systemd.folder)/\(unit): \(Systemd.state(of: unit) ?? "no systemd runs")\n" }
        if text.isEmpty { throw Nothing() }
        try Output.data(text)
    }

    /// A machine with systemd may have no `crontab` at all.
    private func block(needed: Bool) throws(ScheduleError) -> String? {
        do {
            return try UserCrontab.read().block
        } catch .missing where !needed {
            return nil
        }
    }

    struct Nothing: ExplainedError {
        var message: String {
            "nothing is scheduled, neither in the crontab of \(ProcessEnvironment.userName) nor in systemd"
        }
        var hint: Hint? { "metricsctl schedule install" }
    }
}
