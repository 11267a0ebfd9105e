import Foundation
import TestSupport
import Testing

@Suite struct ServeSocketTests {
    @Test("a Unix socket is made, taken over from a server that was killed, and removed at the end")
    func unixSocket() throws {
        let sample = try SampleArchive()
        let path = sample.directory.appending(path: "s").path
        func serve() throws -> ServedProgram {
            try ServedProgram(MetricsctlRun.process(["serve", "--unix-socket", path, "--db", sample.path]))
        }
        let killed = try serve()
        #expect(try killed.stop(with: SIGKILL).status == SIGKILL)
        #expect(FileManager.default.fileExists(atPath: path))
        let server = try serve()
        #expect(try server.request("/healthz", options: ["--unix-socket", path]).status == 200)

        let second = try MetricsctlRun(["serve", "--unix-socket", path, "--db", sample.path])
        #expect(
            second
                == MetricsctlRun(
                    status: 1, output: "",
                    errors: "metricsctl: cannot listen on \(path): address already in use\n"
                        + "hint: choose another one with --unix-socket\n"))
        #expect(try server.request("/healthz", options: ["--unix-socket", path]).status == 200)
        #expect(try server.stop().status == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a file that is no socket is not removed")
    func otherFile() throws {
        let sample = try SampleArchive()
        let result = try MetricsctlRun(["serve", "--unix-socket", sample.path, "--db", sample.path])
        #expect(result.status == 1)
        #expect(
            result.errors.hasPrefix(
                "metricsctl: cannot listen on \(sample.path): there is a file that is not a socket\n"))
        #expect(FileManager.default.fileExists(atPath: sample.path))
    }

    @Test("a socket that systemd hands over is listened on, whatever the options say")
    func inherited() throws {
        let sample = try SampleArchive()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [
                "python3", "-c",
                """
                import os, socket, sys
                listener = socket.create_server(("127.0.0.1", 0))
                os.dup2(listener.fileno(), 3)
                os.set_inheritable(3, True)
                os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
                os.execv(sys.argv[1], sys.argv[1:])
                """, MetricsctlRun.url.path, "serve", "--port", "1", "--db", sample.path,
            ]
        process.standardInput = FileHandle.nullDevice
        let server = try ServedProgram(process)
        #expect(server.port > 1)
        #expect(try server.request("/readyz").status == 200)
        #expect(try server.stop().status == 0)
    }

    @Test("the ways to listen exclude each other")
    func contradiction() throws {
        let result = try MetricsctlRun(["serve", "--unix-socket", "/nope/s", "--port", "1"])
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix("metricsctl: --unix-socket cannot be combined with --host and --port\n"))
    }
}
