/// The object around every answer of the API. `Content`: what its `data` are read into.
struct Envelope<Content> {
    var status: String?
    var content: Content?
    var errorType = ""
    var error = ""
    var warnings: [String] = []
    var infos: [String] = []
    var isPartial = false

    /// The data of a successful answer.
    func success() throws(ResponseError) -> Content {
        switch status {
        case "success":
            guard let content else { throw .missing("data") }
            return content
        case "error":
            throw .server(errorType: errorType, message: error)
        default: throw .missing("status")
        }
    }
}

extension JSONScanner {
    /// The whole body, with nothing but white space around the object.
    mutating func envelope<Content>(
        _ content: (inout JSONScanner) throws(ResponseError) -> Content
    ) throws(ResponseError) -> Envelope<Content> {
        try expectJSON()
        var envelope = Envelope<Content>()
        var seen: Set<String> = []
        try object { (scanner, key) throws(ResponseError) in
            guard ["status", "data", "errorType", "error", "warnings", "infos", "isPartial"].contains(key) else {
                return try scanner.skipValue()
            }
            guard seen.insert(key).inserted else { throw scanner.malformed("'\(key)' twice") }
            guard try !scanner.takesNull() else { return }
            switch key {
            case "status": envelope.status = try scanner.string()
            case "data": envelope.content = try content(&scanner)
            case "errorType": envelope.errorType = try scanner.string()
            case "error": envelope.error = try scanner.string()
            case "warnings": envelope.warnings = try scanner.strings()
            case "infos": envelope.infos = try scanner.strings()
            default: envelope.isPartial = try scanner.bool()
            }
        }
        skipWhiteSpace()
        guard position == bytes.count else { throw malformed("something behind the end") }
        return envelope
    }

    /// Tells pages of proxies and other text from broken JSON.
    private mutating func expectJSON() throws(ResponseError) {
        skipWhiteSpace()
        guard position < bytes.count else { throw .empty }
        guard !"{[".utf8.contains(bytes[position]) else { return }
        throw .notJSON(beginning: ResponseDecoder.beginning(bytes[position...]))
    }
}
