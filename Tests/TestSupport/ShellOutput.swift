import Glibc

/// What a shell command prints. Only for commands that every Debian has.
package func output(of command: String) throws -> [UInt8] {
    struct Failure: Error {}
    guard let pipe = popen(command, "r") else { throw Failure() }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes += buffer[..<count] }
    guard pclose(pipe) == 0 else { throw Failure() }
    return bytes
}
