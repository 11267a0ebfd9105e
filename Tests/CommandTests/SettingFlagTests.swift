import ArgumentParser
import Latency
import Support
import Testing

@testable import metricsctl

@Suite struct SettingFlagTests {
    @Test("every setting that a hint may name is an option of a command", arguments: Setting.allCases)
    func options(setting: Setting) {
        let commands: [any ParsableCommand.Type] = [
            CollectCommand.self, HistoryCommand.self, ServeCommand.self, BackupCommand.self,
        ]
        #expect(commands.contains { Options(of: $0).all.contains(Setting.flag(setting, nil)) })
    }
}
