import Glibc

/// HTTP/1.1 on a connected socket.
struct CannedStream {
    let connection: Int32
    let number: Int
    private var pending: [UInt8] = []

    init(connection: Int32, number: Int) {
        self.connection = connection
        self.number = number
    }

    /// nil: the client has gone.
    mutating func readRequest() -> CannedRequest? {
        guard let head = readHead() else { return nil }
        let lines = head.split(separator: "\r\n")
        let start = (lines.first ?? "").split(separator: " ")
        guard start.count == 3 else { return nil }
        var request = CannedRequest()
        request.method = String(start[0])
        let target = start[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        request.path = String(target[0])
        request.query = target.count > 1 ? CannedRequest.fields(target[1]) : []
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            request.headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
        while pending.count < length { guard receive() else { return nil } }
        request.body = Array(pending.prefix(length))
        pending.removeFirst(length)
        request.connection = number
        return request
    }

    private mutating func readHead() -> String? {
        let end = Array("\r\n\r\n".utf8)
        var searched = 0
        while true {
            while searched + 4 <= pending.count {
                if pending[searched..<searched + 4].elementsEqual(end) {
                    let head = String(decoding: pending[..<searched], as: UTF8.self)
                    pending.removeFirst(searched + 4)
                    return head
                }
                searched += 1
            }
            guard receive() else { return nil }
            if pending.first == 0x16 {
                // The beginning of a TLS handshake. Web servers answer so.
                _ = send(Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8))
                return nil
            }
        }
    }

    private mutating func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        pending += buffer[..<count]
        return true
    }

    /// Whether the connection lives on.
    func write(_ response: CannedResponse) -> Bool {
        guard wait(seconds: response.delay) else { return false }
        var head = "HTTP/1.1 \(response.status) Canned\r\n"
        for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
        switch response.ending {
        case .whole:
            return send(head, length: response.body.count, response.body)
        case .cutOff(let count):
            _ = send(head, length: response.body.count, Array(response.body.prefix(count)))
            return false
        case .stalled(let count):
            _ = send(head, length: response.body.count, Array(response.body.prefix(count)))
            _ = wait(seconds: 3600)
            return false
        case .raw, .rawWithoutHead:
            if case .rawWithoutHead = response.ending { head = "" } else { head += "\r\n" }
            _ = send(Array(head.utf8) + response.body)
            return false
        case .chunked(let size):
            var chunks: [UInt8] = []
            for start in stride(from: 0, to: response.body.count, by: size) {
                let chunk = response.body[start...].prefix(size)
                chunks += Array((String(chunk.count, radix: 16) + "\r\n").utf8) + chunk + Array("\r\n".utf8)
            }
            return send(Array((head + "Transfer-Encoding: chunked\r\n\r\n").utf8) + chunks + Array("0\r\n\r\n".utf8))
        case .closed:
            return false
        case .silence:
            _ = wait(seconds: 3600)
            return false
        }
    }

    private func send(_ head: String, length: Int, _ body: [UInt8]) -> Bool {
        send(Array((head + "Content-Length: \(length)\r\n\r\n").utf8) + body)
    }

    /// Head and body in one piece: split writes cost 40 ms on a kept-open connection.
    private func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                let count = Glibc.send(connection, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// False: the client has gone, or the server stops.
    private func wait(seconds: Double) -> Bool {
        guard seconds > 0 else { return true }
        // POLLRDHUP, which Glibc's module does not have: the other end has closed.
        var events = pollfd(fd: connection, events: 0x2000, revents: 0)
        return poll(&events, 1, Int32(seconds * 1000)) == 0
    }
}
