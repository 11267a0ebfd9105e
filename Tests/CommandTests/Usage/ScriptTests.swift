import Foundation
import TestSupport
import Testing

/// The scripts as people meet them: by their help, by a mistake, and on a machine that lacks what they need.
@Suite struct ScriptTests {
    private static let folder = Checkout.root.appending(path: "scripts")

    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
            .filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
            .map(\.lastPathComponent).filter { !$0.hasSuffix(".sh") }.sorted()
    }

    private func run(_ name: String, _ arguments: String..., environment: [String: String] = [:]) throws
        -> Program.Result
    {
        let home = ["HOME": NSTemporaryDirectory()]
        let program = Program(
            Self.folder.appending(path: name), environment: home.merging(environment) { $1 })
        return try program.run(arguments)
    }

    @Test("every script says what it does and how it is called", arguments: try names())
    func help(name: String) throws {
        let result = try run(name, "--help")
        #expect(result.exitCode == 0 && result.stderr.isEmpty)
        #expect(result.stdout.contains("\nusage: scripts/\(name)"))
    }

    @Test("an argument that a script does not know is one line, a hint and exit code 64", arguments: try names())
    func unknownArgument(name: String) throws {
        let result = try run(name, "--frobnicate")
        #expect(result.exitCode == 64 && result.stdout.isEmpty)
        let lines = result.stderr.split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == "\(name): unknown argument --frobnicate")
        #expect(lines.last?.hasPrefix("hint: ") == true)
    }

    /// A folder of links to the programs of this machine but some.
    private func path(without missing: String..., in folder: TemporaryFolder) throws -> String {
        for place in ["/usr/bin", "/bin", "/usr/sbin", "/sbin"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: place) where !missing.contains(name) {
                try? FileManager.default.createSymbolicLink(
                    atPath: folder.path(name), withDestinationPath: "\(place)/\(name)")
            }
        }
        return folder.url.path
    }

    @Test("without Swift, setup says so and how to get it")
    func noSwift() throws {
        let folder = try TemporaryFolder()
        let result = try run("setup", "build", environment: ["PATH": path(without: "swift", in: folder)])
        #expect(result.exitCode == 1 && result.stdout.isEmpty)
        #expect(
            result.stderr == """
                setup: swift is not in PATH; metricsctl needs Swift 6.2 or newer
                hint: install it with swiftly, see https://www.swift.org/install/linux, then open a new shell

                """)
    }

    @Test("without apt, setup names what is missing")
    func noApt() throws {
        let folder = try TemporaryFolder()
        let result = try run(
            "setup", "build", environment: ["PATH": path(without: "apt-get", "pkg-config", in: folder)])
        #expect(result.exitCode == 1)
        #expect(result.stderr.contains("setup: missing: pkg-config\n"))
        #expect(result.stderr.contains("setup: this machine has no apt-get\nhint: install these (Debian's names) "))
    }

    @Test("an old Swift is not enough")
    func oldSwift() throws {
        let folder = try TemporaryFolder()
        let path = try path(without: "swift", in: folder)
        try "#!/bin/sh\necho 'Swift Package Manager - Swift 5.10.1'\n".write(
            toFile: folder.path("swift"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("swift"))
        let result = try run("setup", "build", environment: ["PATH": path])
        #expect(result.exitCode == 1)
        #expect(result.stderr.hasPrefix("setup: metricsctl needs Swift 6.2 or newer, this is 5.10\nhint: "))
    }

    @Test("uninstalling removes the program, its manuals and completions, and nothing else")
    func uninstall() throws {
        let folder = try TemporaryFolder()
        let ours = [
            "bin/metricsctl", "share/man/man1/metricsctl.1", "share/man/man1/metricsctl.p95.1",
            "share/bash-completion/completions/metricsctl", "share/zsh/site-functions/_metricsctl",
            "share/fish/vendor_completions.d/metricsctl.fish",
        ]
        let others = ["bin/other", "share/man/man1/metricsctlx.1", "share/metrics.db"]
        for name in ours + others {
            let file = folder.url.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: file)
        }
        let programs = try TemporaryFolder()
        let result = try run(
            "install", "--uninstall", "--prefix", folder.url.path,
            environment: ["HOME": folder.url.path, "PATH": path(without: "crontab", in: programs)])
        withExtendedLifetime(programs) {}
        #expect(result.exitCode == 0)
        #expect(ours.allSatisfy { !FileManager.default.fileExists(atPath: folder.path($0)) })
        #expect(others.allSatisfy { FileManager.default.fileExists(atPath: folder.path($0)) })
    }
}
