import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Reads a document with a real XML parser, and collects what tests ask of it.
package final class XMLCheck: NSObject, XMLParserDelegate {
    /// nil for a well-formed document.
    package private(set) var failure: String?
    /// Every element's name and attributes, in the order of their start.
    package private(set) var elements: [(name: String, attributes: [String: String])] = []
    /// All text, in order.
    package private(set) var text = ""

    package init(_ document: String) {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        if !parser.parse() {
            failure = "line \(parser.lineNumber): \(parser.parserError.map(String.init(describing:)) ?? "unknown")"
        }
    }

    package func all(_ name: String, class kind: String? = nil) -> [[String: String]] {
        elements.filter { element in
            element.name == name
                && (kind == nil || element.attributes["class"]?.split(separator: " ").contains { $0 == kind! } == true)
        }.map(\.attributes)
    }

    package func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append((name, attributes))
    }

    package func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
