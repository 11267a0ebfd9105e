import NIOCore
import NIOHTTP1

/// Sends the answers of one connection, one at a time: short ones at once, long ones in pieces as the client takes them.
final class AnswerSender {
    private let outbox: Outbox
    /// The room that the answer takes while it is sent.
    private var parcel: Outbox.Parcel?
    private var pace = SendingPace()
    /// Gives the rest of a long answer.
    private var expanding: GunzipStream?
    private var streaming: StreamedBody?
    /// Whether there is nothing of a streamed answer to be sent yet.
    private var isWaiting = false
    private var isExpanding = false
    /// Called when the system has all of the answer, or the client is gone.
    private var onEnd: (@Sendable (Result<Void, any Error>) -> Void)?

    /// A long answer is handed on in pieces while less than this waits to be taken.
    static let mostUnsent = 128 << 10
    /// So many pieces are handed on at once before others have their turn.
    private static let piecesAtOnce = 16

    init(_ outbox: Outbox) { self.outbox = outbox }

    /// The reply, if there is room for what the client may be slow to take.
    func admitted(_ reply: Response, _ context: ChannelHandlerContext) -> Response {
        // What is streamed has its own limit.
        guard let length = reply.body.length, length > Outbox.shortest else { return reply }
        parcel = outbox.add(reply.body, for: context.channel)
        return parcel == nil ? .crowded : reply
    }

    func send(
        _ head: HTTPResponseHead, _ body: Response.Body, _ context: ChannelHandlerContext,
        onEnd: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        self.onEnd = onEnd
        pace = SendingPace()
        context.write(part(.head(head)), promise: nil)
        switch body {
        case .bytes(let bytes):
            pace.queued(bytes.readableBytes)
            if bytes.readableBytes > 0 { context.write(part(.body(.byteBuffer(bytes))), promise: nil) }
            sendEnd(context)
        case .expanded(let body):
            expanding = GunzipStream(body.bytes)
            goOn(context)
        case .streamed(let body):
            streaming = body
            context.flush()
            goOn(context)
        }
    }

    /// As much of a long answer as the client takes for now.
    func goOn(_ context: ChannelHandlerContext) {
        // To hand a piece on may make the channel writable, which calls this again.
        guard !isExpanding else { return }
        isExpanding = true
        defer { isExpanding = false }
        var count = 0
        while context.channel.isWritable, expanding != nil || streaming != nil {
            count += 1
            if count > AnswerSender.piecesAtOnce { return goOnLater(context) }
            switch nextPiece(context) {
            case .piece(let piece):
                pace.queued(piece.readableBytes)
                context.writeAndFlush(part(.body(.byteBuffer(piece))), promise: nil)
            case .pending:
                isWaiting = true
                return
            case .end:
                (expanding, streaming) = (nil, nil)
                return sendEnd(context)
            case .failed: return context.close(promise: nil)
            }
        }
    }

    private func nextPiece(_ context: ChannelHandlerContext) -> StreamedBody.Next {
        isWaiting = false
        if let expanding {
            guard let piece = expanding.next() else { return .failed }
            return piece.readableBytes > 0 ? .piece(piece) : .end
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        return streaming?.next {
            loop.execute {
                let (sender, context) = bound.value
                sender.goOn(context)
            }
        } ?? .end
    }

    private func goOnLater(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (sender, context) = bound.value
            sender.goOn(context)
        }
    }

    private func sendEnd(_ context: ChannelHandlerContext) {
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(part(.end(nil)), promise: sent)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        // Mostly it is sent by now, and this is done at once.
        sent.futureResult.whenComplete { result in
            let sender = bound.value
            let onEnd = sender.onEnd
            sender.end()
            onEnd?(result)
        }
    }

    /// Forgets the answer, whatever has become of it.
    func end() {
        expanding = nil
        streaming?.abandon()
        streaming = nil
        onEnd = nil
        if let parcel { outbox.remove(parcel) }
        parcel = nil
    }

    /// Whether the client takes the answer too slowly. Must be asked every few seconds.
    func isTooSlow(_ context: ChannelHandlerContext) -> Bool {
        // It is the client that waits.
        if isWaiting { return false }
        let unsent = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        return pace.isTooSlow(unsent: unsent, now: .now())
    }

    private func part(_ part: HTTPServerResponsePart) -> NIOAny { NIOAny(part) }
}
