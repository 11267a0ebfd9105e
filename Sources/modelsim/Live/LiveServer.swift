import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves the live fleet's routes over HTTP/1.1, until the process is stopped.
struct LiveServer: Sendable {
    private typealias Client = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    let routes: LiveRoutes

    /// - Parameter onListening: called once clients can connect.
    func run(host: String, port: Int, onListening: () -> Void) async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Client(wrappingChannelSynchronously: channel)
                }
            }
        onListening()
        try await withThrowingDiscardingTaskGroup { group in
            try await listener.executeThenClose { clients in
                for try await client in clients {
                    // A client that goes away ends its own task alone.
                    group.addTask { try? await serve(client) }
                }
            }
        }
    }

    private func serve(_ client: Client) async throws {
        try await client.executeThenClose { requests, responses in
            var head: HTTPRequestHead?
            for try await part in requests {
                switch part {
                case .head(let newHead): head = newHead
                case .body: break
                case .end:
                    guard let request = head else { return }
                    let response = await routes.response(to: request)
                    let headers: HTTPHeaders = [
                        "content-type": response.contentType, "content-length": "\(response.body.count)",
                    ]
                    let answer = HTTPResponseHead(version: request.version, status: response.status, headers: headers)
                    // In one write: a body that comes by itself costs the client's delayed acknowledgement.
                    try await responses.write(
                        contentsOf: [.head(answer), .body(.byteBuffer(ByteBuffer(bytes: response.body))), .end(nil)])
                    if !request.isKeepAlive { return }
                }
            }
        }
    }
}
