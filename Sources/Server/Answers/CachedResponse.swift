import NIOCore
import NIOHTTP1
import Synchronization

/// A content with all that is worked out once: its headers, its tag, and, from when it is first asked for, its compressed
/// form.
final class CachedResponse: Sendable {
    let content: Content
    private let plain: Response
    /// nil where the answer can't be asked about again.
    private let tag: String?
    private let gzipped = Mutex<Zipped>(.untried)

    private enum Zipped {
        case untried
        case done(Response)
        /// It would not be shorter.
        case useless
    }

    /// - Parameter replicaCommit: what it was read from, where that is a replica: see `ReplicaHeader`.
    init(_ content: Content, of resource: Resource, replicaCommit: String? = nil) {
        self.content = content
        // To be asked about every time, which costs a 304: new data comes whenever a collection ends, and must be seen.
        let isTagged = content.status == 200 && resource.keeping != .never
        tag = isTagged ? content.body.tag : nil
        var headers: HTTPHeaders = ["Content-Type": content.type]
        headers.add(name: "Cache-Control", value: isTagged ? "no-cache" : "no-store")
        if let tag { headers.add(name: "ETag", value: tag) }
        if let warning = WarningHeader.value(content.warnings) { headers.add(name: WarningHeader.name, value: warning) }
        if let replicaCommit { headers.add(name: ReplicaHeader.name, value: replicaCommit) }
        if resource.isTranslated { headers.add(name: "Vary", value: "Accept-Language") }
        if resource.isPage { headers.add(name: "Vary", value: ForwardedPrefix.name) }
        if Gzip.minimumBytes <= content.body.length { headers.add(name: "Vary", value: "Accept-Encoding") }
        let body: Response.Body =
            switch content.body {
            case .plain(let bytes): .bytes(bytes)
            case .compressed(let body): .expanded(body)
            }
        plain = Response(
            HTTPResponseStatus(statusCode: content.status), policy: content.policy, headers: headers, content: body)
    }

    /// Whether a compressed reply needs no work.
    var isZipped: Bool {
        if content.body.length < Gzip.minimumBytes { return true }
        return gzipped.withLock { if case .untried = $0 { false } else { true } }
    }

    func zip() {
        gzipped.withLock { gzipped in
            guard case .untried = gzipped else { return }
            guard let body = zippedBody else { return gzipped = .useless }
            var reply = plain
            reply.body = .bytes(body)
            reply.headers.add(name: "Content-Encoding", value: "gzip")
            if let tag { reply.headers.replaceOrAdd(name: "ETag", value: CachedResponse.zippedTag(tag)) }
            gzipped = .done(reply)
        }
    }

    private var zippedBody: ByteBuffer? {
        switch content.body {
        case .plain(let bytes): Gzip.compressed(bytes)
        case .compressed(let body): body.bytes
        }
    }

    /// How many bytes it takes in memory, in all forms that it has by now.
    var memory: Int {
        let gzipped = gzipped.withLock { gzipped in
            if case .done(let reply) = gzipped, case .plain = content.body { reply.body.length ?? 0 } else { 0 }
        }
        return content.body.memory + gzipped + CachedResponse.headMemory
    }

    /// The headers of both forms, about.
    private static let headMemory = 2048

    /// The reply in the form that the client takes, or that it has it already.
    func reply(acceptingGzip: Bool, ifNoneMatch: String?) -> Response {
        var reply = plain
        if acceptingGzip {
            gzipped.withLock { if case .done(let gzipped) = $0 { reply = gzipped } }
        }
        guard let tag, let known = ifNoneMatch,
            EntityTag.matches(known, tag) || EntityTag.matches(known, CachedResponse.zippedTag(tag))
        else { return reply }
        reply.status = .notModified
        reply.body = .bytes(ByteBuffer())
        for name in ["Content-Type", "Content-Encoding"] { reply.headers.remove(name: name) }
        return reply
    }

    /// Other bytes, so another strong tag.
    private static func zippedTag(_ tag: String) -> String { "\(tag.dropLast())-gzip\"" }
}
