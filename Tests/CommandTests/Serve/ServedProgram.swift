import Foundation

/// `metricsctl serve` on a free port of its own, ended with the test that started it.
final class ServedProgram {
    struct Failure: Error {}

    struct Response {
        let status: Int
        let headers: [String: String]
        let body: String
    }

    let process: Process
    let port: Int
    private let errors: FileHandle

    convenience init(archive path: String, arguments: [String] = []) throws {
        try self.init(MetricsctlRun.process(["serve", "--port", "0", "--db", path] + arguments))
    }

    /// Starts a process that becomes a server, and waits until it says where it listens. On a Unix socket `port` is 0.
    init(_ process: Process) throws {
        self.process = process
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        errors = pipe.fileHandleForReading
        try process.run()
        // The first line names the port.
        var line = ""
        while !line.hasSuffix("\n") {
            guard let byte = try errors.read(upToCount: 1), !byte.isEmpty else { throw Failure() }
            line += String(decoding: byte, as: UTF8.self)
        }
        guard let match = line.firstMatch(of: /^metricsctl: serving on (?:http:\/\/127\.0\.0\.1:([0-9]+)\/|unix:)/)
        else {
            throw Failure()
        }
        port = match.1.flatMap { Int($0) } ?? 0
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// The elements of `data` in a JSON answer.
    func entries(_ target: String) throws -> [[String: Any]] {
        let answer = try JSONSerialization.jsonObject(with: Data(request(target).body.utf8)) as? [String: Any]
        return answer?["data"] as? [[String: Any]] ?? []
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Asks it to end; returns its exit status and what it wrote to stderr after its first line.
    func stop(with signal: Int32 = SIGTERM) throws -> (status: Int32, log: String) {
        kill(process.processIdentifier, signal)
        let log = String(decoding: try errors.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, log)
    }

    /// Asks with curl, a client that we did not write.
    func request(_ target: String, method: String = "GET", headers: [String] = [], options: [String] = []) throws
        -> Response
    {
        let curl = Process()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let head = method == "HEAD" ? ["--head"] : ["--request", method, "--include"]
        curl.arguments =
            ["curl", "--silent", "--globoff", "--max-time", "60", "--path-as-is"] + head + options
            + headers.flatMap { ["--header", $0] } + ["http://127.0.0.1:\(port)\(target)"]
        let output = Pipe()
        curl.standardOutput = output
        try curl.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        curl.waitUntilExit()
        guard curl.terminationStatus == 0, let end = text.range(of: "\r\n\r\n") else { throw Failure() }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure()
        }
        var found: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            found[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        return Response(status: status, headers: found, body: String(text[end.upperBound...]))
    }
}
