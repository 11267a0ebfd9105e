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
        /// For the end of a request that has had its answer, until `deadline`: a client that is still sending would lose the answer
        /// with the connection.
        case draining
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
    private var drainsAfterReply = false
    /// The client has closed its side: it still gets the answers to what it has asked.
    private var hasEnded = false

    /// How long a client may take for its request, from the start of the connection or from the request's head on.
    static let requestTime = TimeAmount.seconds(10)
    /// How long it may leave a connection open between two requests.
    static let idleTime = TimeAmount.seconds(60)
    /// How long the rest of a request is awaited that has had its answer.
    private static let drainingTime = TimeAmount.seconds(2)
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
        case .waiting, .draining: if NIODeadline.now() >= deadline { context.close(promise: nil) }
        case .sending: if sender.isTooSlow(context) { context.close(promise: nil) }
        }
    }

    // MARK: Requests

    /// Nothing is read while an answer is on its way, so that nobody can pile up requests here.
    func read(context: ChannelHandlerContext) {
        switch phase {
        case .waiting, .draining: context.read()
        case .answering, .sending: hasHeldRead = true
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            incoming = IncomingRequest(head, mostBytes: responder.mostBodyBytes(of: head), room: bodies)
            if case .waiting = phase { deadline = .now() + Connection.requestTime }
            if incoming?.isCut == true { endRequest(context) }
        case .body(let bytes):
            incoming?.add(bytes)
            if incoming?.isCut == true { endRequest(context) }
        case .end:
            if let request = incoming, case .made = ProtocolOffer(request.head) { decoder.goOn() }
            endRequest(context)
        }
    }

    private func endRequest(_ context: ChannelHandlerContext) {
        guard let request = incoming else { return }
        incoming = nil
        if case .draining = phase { return }
        queue.append(request)
        answerQueue(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            closesAfterReply = true
            if case .waiting = phase { context.close(promise: nil) }
        case ChannelEvent.inputClosed:
            if case .draining = phase { return context.close(promise: nil) }
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
        if incoming.isCut { (closesAfterReply, drainsAfterReply) = (true, true) }
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
        if case .success = result, drainsAfterReply, !hasEnded { return drain(context) }
        guard case .success = result, !closesAfterReply else { return context.close(promise: nil) }
        phase = .waiting
        let time = NIODeadline.now()
        deadline = time + Connection.idleTime
        entry?.waitingSince.store(time.uptimeNanoseconds, ordering: .relaxed)
        answerQueue(context)
    }

    /// Tells the client that nothing more comes, and takes what it is still sending.
    private func drain(_ context: ChannelHandlerContext) {
        phase = .draining
        deadline = .now() + Connection.drainingTime
        context.close(mode: .output, promise: nil)
        context.read()
    }
}
