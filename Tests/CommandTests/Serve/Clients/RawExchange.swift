import Foundation
import TestSupport

extension ServedProgram {
    /// Sends bytes (as Python writes them), closes its side, and returns all that comes back. With `isKept` it closes
    /// nothing and waits until the server does.
    func exchange(_ bytes: String, isKept: Bool = false) throws -> String {
        try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
            "python3", "-c",
            """
            import socket, sys
            with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as server:
                server.settimeout(30)
                server.sendall(b"\(bytes)")
                if sys.argv[2] == "closed": server.shutdown(socket.SHUT_WR)
                while piece := server.recv(65536):
                    sys.stdout.buffer.write(piece)
            """, String(port), isKept ? "kept" : "closed"
        ).stdout
    }

    /// The statuses of the answers in an exchange.
    static func statuses(_ exchange: String) -> [String] {
        exchange.matches(of: #/HTTP/1\.1 ([0-9]+) /#).map { String($0.1) }
    }
}
