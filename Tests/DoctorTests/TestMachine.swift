import Foundation
import Schedule
import Support
import TestSupport

@testable import Doctor

/// A machine as a test describes it, where the clock stands still.
struct TestMachine {
    let folder: TemporaryFolder
    /// nil where there is no cron.
    var crontab: String? = ""
    var isCronRunning = true
    /// What `systemctl is-active` says; nil where there is no systemd.
    var unitState: String?

    init() throws { folder = try TemporaryFolder() }

    /// Puts a unit where systemd looks for it.
    func add(unit name: String, _ text: String) throws {
        let units = folder.url.appending(path: "etc/systemd/system")
        try FileManager.default.createDirectory(at: units, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: units.appending(path: name))
    }

    var machine: Machine {
        let runTool: Subprocess.Run = { [crontab, unitState] program, _, _ in
            let text = program == "crontab" ? crontab : unitState
            return text.map { Subprocess.Result(status: 0, bytes: Array($0.utf8), errors: "") }
        }
        return Machine(
            crontab: UserCrontab(runTool: runTool), systemd: Systemd(root: folder.url.path, runTool: runTool),
            isCronRunning: { isCronRunning }, clock: { Double(CannedPrometheus.now) }, timeZone: "UTC",
            localTime: "2025-10-17T05:31:00+00:00")
    }
}
