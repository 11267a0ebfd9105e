import Glibc
import TestSupport

@testable import Prometheus

extension HTTPRequest {
    /// A request as the client makes them, with limits fit for tests.
    static func test(
        _ url: String, _ method: Method = .post, path: String = "api/v1/query", form: [Field] = [("query", "up")],
        headers: [Field] = [], timeout: Double = 10, connectTimeout: Double = 5, maximumBytes: Int = 1 << 20
    ) throws -> HTTPRequest {
        HTTPRequest(
            method, try ServerURL(url), path, form: form, headers: headers, timeout: timeout,
            connectTimeout: connectTimeout, maximumBytes: maximumBytes)
    }
}

extension CurlTransport {
    static func test() throws -> CurlTransport { try CurlTransport(userAgent: "metricsctl/test") }
}

/// What a shell command prints. Only for commands that every Debian has.
func output(of command: String) throws -> [UInt8] {
    struct Failure: Error {}
    guard let pipe = popen(command, "r") else { throw Failure() }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes += buffer[..<count] }
    guard pclose(pipe) == 0 else { throw Failure() }
    return bytes
}
