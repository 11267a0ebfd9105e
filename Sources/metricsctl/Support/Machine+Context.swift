import Doctor
import Schedule

extension Machine {
    /// The one that the process runs on.
    init(_ context: Context) {
        self.init(
            crontab: UserCrontab(runTool: context.runTool), systemd: Systemd(root: nil, runTool: context.runTool),
            isCronRunning: { CronDaemon.isRunning }, clock: context.clock, timeZone: context.variable("TZ"),
            localTime: context.text(context.now()))
    }
}
