import Questions

/// Something that is answered at a path.
///
/// Those of the question catalogue make themselves. To add another: make a `static let` in an extension of `Resource`, in a file of its own under Resources, name it in
/// `RouteTable.all`, and give its path a line in Documentation/HTTP.md.
///
///     extension Resource {
///         static let greeting = Resource("/greeting", parameters: ["name"], keeping: .untilNewData) { visit in
///             Content(type: "text/html; charset=utf-8", text: page(for: visit["name"], visit.language), policy: "…")
///         }
///     }
///
/// The closure runs off the network's threads, within one snapshot of the archive: everything it reads is of one instant.
/// It may throw `RequestError` (400) and `ArchiveError` (500 or 503), which are told as JSON without paths. GET, HEAD,
/// conditional requests, compression, CORS and the headers that everything has are not its business.
package struct Resource: Sendable {
    /// How long an answer holds.
    package enum Keeping: Sendable {
        /// As long as the server runs: style sheets, scripts, documents about the program itself.
        case forever
        /// Until someone commits to the archive or a five-minute boundary passes; see also `Content.changesAt`.
        case untilNewData
        /// Not at all: what tells by the second how things are.
        case never
    }

    /// As it is written in links; requests may have the last slash or not.
    package let path: String
    /// The query parameters that the answer depends on.
    package let parameters: Set<String>
    /// Those of them that may be given several times.
    package let repeatable: Set<String>
    /// Whether the answer depends on the language; if so, the parameter `lang` chooses it before `Accept-Language` does.
    package let isTranslated: Bool
    /// Whether people look at it in a browser: they are told of failures by a page.
    package let isPage: Bool
    package let keeping: Keeping
    /// Whether the closure needs the archive. Where it does not it is run at once, so it must be quick, and nothing that is
    /// wrong with the archive keeps it from being answered.
    package let readsArchive: Bool
    /// How much the closure reads: those who ask for little never wait behind those who ask for much.
    package let reads: Route.Reads
    /// Whether it is answered without the token, where one is set: it must not tell anything about models.
    package let isOpen: Bool
    /// The HTTP status where the archive can't be read.
    package let brokenStatus: Int
    package let answer: @Sendable (RequestContext) throws -> Content

    /// Whether other parameters are refused: who asks for an `hour` must not get an answer to something else. Files and
    /// what orchestrators ask have nothing that could be taken for it.
    var refusesOtherParameters: Bool { keeping != .forever && !isOpen }

    /// - Parameter repeatable: parameters that may be given several times.
    init(
        _ path: String, parameters: Set<String> = [], repeatable: Set<String> = [], isTranslated: Bool = false,
        isPage: Bool = false, keeping: Keeping, readsArchive: Bool = true, reads: Route.Reads = .newest,
        isOpen: Bool = false,
        brokenStatus: Int = 500,
        answer: @escaping @Sendable (RequestContext) throws -> Content
    ) {
        self.path = path
        self.parameters = parameters.union(repeatable).union(isTranslated ? [QueryString.language] : [])
        self.repeatable = repeatable
        self.isTranslated = isTranslated
        self.isPage = isPage
        self.keeping = keeping
        self.readsArchive = readsArchive && keeping != .forever
        self.reads = reads
        self.isOpen = isOpen
        self.brokenStatus = brokenStatus
        self.answer = answer
    }
}
