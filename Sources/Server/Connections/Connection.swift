import NIOCore
import NIOHTTP1

/// One client's connection: one request after the other, each within its time.
///
/// Clients that are slow, on purpose or not, hold a few kilobytes here for a few seconds, and nobody else up.
final class Connection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Phase {
        /// For a whole request, until `deadline`.
        case waiting
        /// Until the answer is ready, which is limited where it is made.
        case answering
        /// Until the system has taken what we sent; the client must take some of it by `deadline`.
        case sending
    }

    private let responder: Responder
    private let decoder: RequestDecoder
    private let register: ConnectionRegister
    private let sender: AnswerSender
    private let bodies: BodyRoom
    private let date: DateHeader
    private let now: @Sendable () -> Int
    private var entry: ConnectionRegister.Entry?

    private var phase = Phase.waiting
    private var deadline = NIODeadline.now() + Connection.requestTime
    private var watch: RepeatedTask?
    /// The request that is coming in.
    private var incoming: IncomingRequest?
    /// Requests that came before the answer to an earlier one was sent.
    private var queue = CircularBuffer<IncomingRequest>()
    private var isAnsweringQueue = false
    private var hasHeldRead = false
    private var closesAfterReply = false
    /// The client has closed its side: it still gets the answers to what it has asked.
    private var hasEnded = false

    /// How long a client may take for its request, from the start of the connection or from the request's head on.
    static let requestTime = TimeAmount.seconds(10)
    /// How long it may leave a connection open between two requests.
    static let idleTime = TimeAmount.seconds(60)
    private static let watchInterval = TimeAmount.seconds(2)

    init(
        responder: Responder, decoder: RequestDecoder, register: ConnectionRegister, outbox: Outbox,
        bodies: BodyRoom, date: DateHeader, now: @escaping @Sendable () -> Int
    ) {
        self.responder = responder
        self.decoder = decoder
        self.register = register
        sender = AnswerSender(outbox)
        self.bodies = bodies
        self.date = date
        self.now = now
    }

    // MARK: Coming and going

    func handlerAdded(context: ChannelHandlerContext) {
        entry = register.add(context.channel)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleRepeatedTask(
            initialDelay: Connection.watchInterval, delay: Connection.watchInterval
        ) { _ in
            let (connection, context) = bound.value
            connection.checkTime(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    private func leave() {
        watch?.cancel()
        watch = nil
        if let entry { register.remove(entry) }
        entry = nil
        incoming = nil
        queue.removeAll()
        sender.end()
    }

    private func checkTime(_ context: ChannelHandlerContext) {
        switch phase {
        case .answering: return
        case .waiting: if NIODeadline.now() >= deadline { context.close(promise: nil) }
        case .sending: if sender.isTooSlow(context) { context.close(promise: nil) }
        }
    }

    // MARK: Requests

    /// Nothing is read while an answer is on its way, so that nobody can pile up requests here.
    func read(context: ChannelHandlerContext) {
        if case .waiting = phase { context.read() } else { hasHeldRead = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            incoming = IncomingRequest(head, mostBytes: responder.mostBodyBytes(of: head), room: bodies)
            if case .waiting = phase { deadline = .now() + Connection.requestTime }
        case .body(let bytes): incoming?.add(bytes)
        case .end:
            guard let request = incoming else { return }
            incoming = nil
            if case .made = ProtocolOffer(request.head) { decoder.goOn() }
            queue.append(request)
            answerQueue(context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            closesAfterReply = true
            if case .waiting = phase { context.close(promise: nil) }
        case ChannelEvent.inputClosed:
            hasEnded = true
            answerQueue(context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    /// What is no HTTP is told so, and the connection is closed.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard case .waiting = phase, let reply = Response(refusing: error) else { return context.close(promise: nil) }
        closesAfterReply = true
        send(reply, to: HTTPRequestHead(version: .http1_1, method: .GET, uri: ""), context)
    }

    // MARK: Answers

    /// Answers what has come in, one by one: the answers must go out in the order of the requests.
    private func answerQueue(_ context: ChannelHandlerContext) {
        // It calls itself where an answer is there at once.
        guard !isAnsweringQueue else { return }
        isAnsweringQueue = true
        defer { isAnsweringQueue = false }
        while case .waiting = phase {
            guard let next = queue.popFirst() else { break }
            answer(next, context)
        }
        guard case .waiting = phase else { return }
        if hasEnded { return context.close(promise: nil) }
        guard hasHeldRead else { return }
        hasHeldRead = false
        context.read()
    }

    private func answer(_ incoming: IncomingRequest, _ context: ChannelHandlerContext) {
        let request = incoming.head
        phase = .answering
        entry?.waitingSince.store(0, ordering: .relaxed)
        let loop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: loop)
        responder.respond(to: request, body: incoming.body) { reply in
            if loop.inEventLoop {
                let (connection, context) = bound.value
                connection.send(reply, to: request, context)
            } else {
                loop.execute {
                    let (connection, context) = bound.value
                    connection.send(reply, to: request, context)
                }
            }
        }
    }

    private func send(_ answer: Response, to request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let hasBody = request.method != .HEAD
        let reply = hasBody ? sender.admitted(answer, context) : answer
        if !request.isKeepAlive || (hasEnded && queue.isEmpty) { closesAfterReply = true }
        if case .unclear = ProtocolOffer(request) { closesAfterReply = true }
        var head = HTTPResponseHead(version: .http1_1, status: reply.status, headers: reply.headers)
        head.headers.add(name: "Date", value: date.text(now: now()))
        if let length = reply.body.length {
            if reply.status != .noContent, reply.status != .notModified {
                head.headers.add(name: "Content-Length", value: String(length))
            }
        } else if request.version.minor == 0 {
            // The connection's end is the body's.
            closesAfterReply = true
        } else {
            head.headers.add(name: "Transfer-Encoding", value: "chunked")
        }
        if closesAfterReply {
            head.headers.add(name: "Connection", value: "close")
        } else if request.version.minor == 0 {
            head.headers.add(name: "Connection", value: "keep-alive")
        }
        phase = .sending
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        sender.send(head, hasBody ? reply.body : .bytes(ByteBuffer()), context) { result in
            let (connection, context) = bound.value
            connection.finish(result, context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        sender.goOn(context)
        context.fireChannelWritabilityChanged()
    }

    /// The system has all of an answer, or the client is gone.
    private func finish(_ result: Result<Void, any Error>, _ context: ChannelHandlerContext) {
        guard case .success = result, !closesAfterReply else { return context.close(promise: nil) }
        phase = .waiting
        let time = NIODeadline.now()
        deadline = time + Connection.idleTime
        entry?.waitingSince.store(time.uptimeNanoseconds, ordering: .relaxed)
        answerQueue(context)
    }
}
