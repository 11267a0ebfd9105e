import Latency
import Support

/// A file for systemd.
package struct SystemdUnit: Hashable, Sendable {
    package let name: String
    package let text: String

    /// Where the units keep the archive: the only folder that they may write.
    package static let stateFolder = "/var/lib/metricsctl"

    /// Where units find the archive.
    package struct Store {
        let archive: String
        /// The file with a database's passwords (PGPASSFILE), of which systemd hands over a copy; nil where none is needed.
        let passwords: String?

        package init(archive: String, passwords: String? = nil) {
            (self.archive, self.passwords) = (archive, passwords)
        }

        fileprivate var lines: String {
            let archive = "Environment=" + word("METRICSCTL_DB=" + archive)
            guard let passwords else { return archive }
            return archive + """

                LoadCredential=pgpass:\(passwords.replacingScalars("%", with: "%%"))
                Environment=PGPASSFILE=%d/pgpass
                """
        }
    }

    /// One collection.
    ///
    /// - Parameter names: credentials beside those of the job's files, which systemd looks for where such lie.
    package static func collectService(
        _ job: CollectJob, into store: Store, credentials names: [String] = []
    ) -> SystemdUnit {
        let name = collectName(job.source)
        let credentials = Credentials(of: job)
        let others = names.map { "LoadCredential=" + $0.replacingScalars("%", with: "%%") }
        let copies = (credentials.lines + others).map { "\n" + $0 }.joined()
        return SystemdUnit(
            name: name + ".service",
            text: """
                # One collection; \(name).timer starts it every five minutes. For systemd, instead of the crontab line.
                [Unit]
                Description=Collect per-model latency histograms from Prometheus
                Wants=network-online.target
                After=network-online.target

                [Service]
                Type=oneshot
                ExecStart=\(command([job.program, "collect"] + credentials.arguments))
                \(store.lines)\(copies)
                TimeoutStartSec=4min

                \(sandbox)

                """)
    }

    /// What starts it.
    package static func collectTimer(_ source: SourceID) -> SystemdUnit {
        SystemdUnit(
            name: collectName(source) + ".timer",
            text: """
                # Every five minutes, some seconds after a window ended, which differ from machine to machine and stay the same on
                # each. A run missed while the machine was off needs no catching up: the next one fills the gap by itself.
                [Unit]
                Description=Collect per-model latency histograms every five minutes

                [Timer]
                OnCalendar=*:0/5:05
                RandomizedDelaySec=25s
                FixedRandomDelay=yes
                AccuracySec=1s

                [Install]
                WantedBy=timers.target

                """)
    }

    /// The HTTP API.
    ///
    /// - Parameter configuration: the absolute path of the file; nil for the usual one, if any.
    package static func serve(program: String, from store: Store, configuration: String? = nil) -> SystemdUnit {
        let words = [program, "serve", "--host", Defaults.host, "--port", String(Defaults.port)]
        return SystemdUnit(
            name: "metricsctl-serve.service",
            text: """
                # The HTTP API on http://\(Defaults.host):\(Defaults.port), read-only. Put a reverse proxy before it to let others in.
                [Unit]
                Description=Serve per-model latency percentiles over HTTP
                After=network.target

                [Service]
                ExecStart=\(command(words + (configuration.map { ["--config", $0] } ?? [])))
                \(store.lines)
                Restart=on-failure
                RestartSec=5s

                \(sandbox)

                [Install]
                WantedBy=multi-user.target

                """)
    }

    /// The job of a unit made by `collectService`, with its archive as the option `--db`; nil for other texts.
    static func job(in text: String) -> CollectJob? {
        let lines = text.pieces(by: "\n")
        func words(of key: String) -> [[String]] {
            lines.filter { $0.beginsWith(key) }.map { line in
                ShellWord.split(
                    String(line.unicodeScalars.dropFirst(key.unicodeScalars.count))
                        .replacingScalars("%%", with: "%").replacingScalars("$$", with: "$"))
            }
        }
        guard let command = words(of: "ExecStart=").first, command.count >= 2, command[1] == "collect" else {
            return nil
        }
        let variable = "METRICSCTL_DB="
        let archive = words(of: "Environment=").joined().last { $0.hasPrefix(variable) }
        let option = archive.map { ["--db", String($0.dropFirst(variable.count))] } ?? []
        let arguments = Credentials.files(in: Array(command.dropFirst(2)), by: lines)
        return CollectJob(program: command[0], arguments: arguments + option)
    }

    private static let sandbox = """
        # The same name in all services: one account, made on demand, that owns \(stateFolder).
        User=metricsctl
        DynamicUser=yes
        StateDirectory=metricsctl
        StateDirectoryMode=0750
        UMask=0027

        ProtectSystem=strict
        ProtectHome=yes
        PrivateTmp=yes
        PrivateDevices=yes
        ProtectClock=yes
        ProtectControlGroups=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        NoNewPrivileges=yes
        CapabilityBoundingSet=
        LockPersonality=yes
        RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        MemoryDenyWriteExecute=yes
        ProtectProc=invisible
        ProcSubset=pid
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged
        SystemCallErrorNumber=EPERM
        """

    /// In a command a dollar sign would begin a variable: only that of the credentials shall.
    private static func command(_ words: [String]) -> String {
        words.map { Credentials.isCopy($0) ? $0 : word($0.replacingScalars("$", with: "$$")) }.joined(separator: " ")
    }

    /// One word, see systemd.syntax(7): quoted where it must be, with percent signs doubled.
    static func word(_ text: String) -> String {
        let special = text.isEmpty || text.unicodeScalars.contains(where: " \t\n\"'\\;".unicodeScalars.contains)
        let text = text.replacingScalars("%", with: "%%")
        guard special else { return text }
        let escaped = text.replacingScalars("\\", with: "\\\\").replacingScalars("\"", with: "\\\"")
            .replacingScalars("\n", with: "\\n")
        return "\"\(escaped)\""
    }
}
