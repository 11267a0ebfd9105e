import NIOHTTP1
import Rendering

/// What a request line names: `/path?query`, or the same with a scheme and a host before it (RFC 9112, 3.2.2).
struct RequestTarget {
    let path: String
    let query: Substring

    init(_ text: String) {
        var rest = text[...]
        if !rest.hasPrefix("/"), let scheme = rest.firstRange(of: "://") {
            let host = rest[scheme.upperBound...]
            rest = host[(host.firstIndex { $0 == "/" || $0 == "?" } ?? host.endIndex)...]
        }
        let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
        path = String(rest[..<mark])
        query = rest[mark...].dropFirst()
    }

    /// Where a page is that was asked for with a slash too many, from there: its links would lead astray.
    func place(of resource: Resource) -> String? {
        guard resource.isPage, path != resource.path, path.hasSuffix("/") else { return nil }
        return ".." + resource.path + (query.isEmpty ? "" : "?\(query)")
    }

    /// What is asked of a resource, without what its answer does not depend on.
    func wish(for resource: Resource, _ headers: HTTPHeaders) throws(QueryString.Fault) -> RequestContext.CacheKey {
        let values = try QueryString.values(
            query, of: resource.parameters, repeatable: resource.repeatable,
            refusesOthers: resource.refusesOtherParameters)
        var language = Language.english
        if resource.isTranslated {
            let chosen = values[QueryString.language]?.first.flatMap({ Language(rawValue: $0.text) })
            language = chosen ?? Language(accepting: headers.first(name: "Accept-Language") ?? "")
        }
        return RequestContext.CacheKey(
            path: resource.path, values: values, language: language,
            top: resource.isPage ? ForwardedPrefix.path(headers) : nil)
    }
}
