import Latency

/// Writes JSON (RFC 8259) with its keys in the order in which they come.
///
/// `JSONEncoder` changes the order of keys from run to run, drops those without a value and throws on NaN.
struct JSONWriter {
    private var bytes: [UInt8] = []
    private let indented: Bool
    private var depth = 0
    /// Whether the object or array that is open holds nothing yet.
    private var isEmpty = true
    private let sink: ((UnsafeRawBufferPointer) -> Void)?

    /// So many bytes are handed to a sink at once, and a few more.
    private static let pieceBytes = 64 << 10

    /// Indented by two spaces, or all in one line. `sink` takes the text in pieces as it gets long, so that it is never
    /// whole in memory; `finish` hands on the rest.
    init(indented: Bool, sink: ((UnsafeRawBufferPointer) -> Void)? = nil) {
        self.indented = indented
        self.sink = sink
    }

    /// What was not handed to a sink.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Makes room for so many bytes more, as far as they are not handed on before, so that what was written is not moved
    /// around while it grows.
    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(bytes.count + (sink == nil ? count : min(count, 2 * Self.pieceBytes)))
    }

    /// Ends the document's last line.
    mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    /// Ends the document, and hands what is left to the sink.
    mutating func finish() {
        endLine()
        handOn(from: 0)
    }

    private mutating func handOn(from least: Int) {
        guard let sink, bytes.count > least else { return }
        bytes.withUnsafeBytes(sink)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func object(_ members: (inout JSONWriter) -> Void) {
        open("{")
        members(&self)
        close("}")
    }

    mutating func member(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { string(value) } else { raw("null") }
    }

    mutating func member(_ name: StaticString, _ value: Name?) { member(name, value?.text) }

    /// Of a key that comes from outside.
    mutating func member(named name: Name, _ value: Name) {
        separate()
        string(name.text)
        raw(indented ? ": " : ":")
        string(value.text)
    }

    mutating func member(named name: Name, _ number: Int) {
        separate()
        string(name.text)
        raw(indented ? ": " : ":")
        raw(String(number))
    }

    mutating func member(_ name: StaticString, _ value: Int?) {
        key(name)
        if let value, value >= 0 { digits(value) } else { raw(value.map(String.init) ?? "null") }
    }

    /// As `DecimalText.twoDecimals` has it; nil is unknown.
    mutating func member(_ name: StaticString, twoDecimals value: Double?) {
        guard let value, let hundredths = DecimalText.hundredths(value) else {
            return member(name, digits: value.flatMap(DecimalText.twoDecimals))
        }
        key(name)
        digits(hundredths / 100)
        let (tenths, rest) = (hundredths % 100 / 10, hundredths % 10)
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(ascii: "0") + UInt8(tenths))
        if rest > 0 { bytes.append(UInt8(ascii: "0") + UInt8(rest)) }
    }

    /// `digits` is a number as text; nil is unknown.
    mutating func member(_ name: StaticString, digits: String?) {
        key(name)
        raw(digits ?? "null")
    }

    mutating func member(_ name: StaticString, object members: (inout JSONWriter) -> Void) {
        key(name)
        object(members)
    }

    mutating func member<Elements: Sequence>(
        _ name: StaticString, arrayOf elements: Elements, _ members: (inout JSONWriter, Elements.Element) -> Void
    ) {
        key(name)
        array(of: elements, members)
    }

    mutating func member<Element>(
        _ name: StaticString, arrayOf elements: [Element], _ members: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        array(of: elements, members)
    }

    /// An array of objects.
    mutating func array<Elements: Sequence>(
        of elements: Elements, _ members: (inout JSONWriter, Elements.Element) -> Void
    ) {
        open("[")
        for element in elements { self.element(element, members) }
        close("]")
    }

    /// The same by places: for an iterator of whatever elements Swift looks through all conformances of the program, at every
    /// start.
    mutating func array<Element>(of elements: [Element], _ members: (inout JSONWriter, Element) -> Void) {
        open("[")
        for place in elements.indices { element(elements[place], members) }
        close("]")
    }

    private mutating func element<Element>(_ element: Element, _ members: (inout JSONWriter, Element) -> Void) {
        separate()
        object { members(&$0, element) }
        handOn(from: JSONWriter.pieceBytes)
    }

    /// An array of numbers as text.
    mutating func member(_ name: StaticString, numbers: [String]) {
        key(name)
        open("[")
        for number in numbers {
            separate()
            raw(number)
        }
        close("]")
    }

    mutating func member(_ name: StaticString, strings: [String]) {
        key(name)
        open("[")
        for text in strings {
            separate()
            string(text)
        }
        close("]")
    }

    /// An object of texts whose keys are names from outside, in the order in which they come.
    mutating func member(_ name: StaticString, texts: some Sequence<(Name, Name)>) {
        key(name)
        open("{")
        for (name, text) in texts {
            separate()
            string(name.text)
            raw(indented ? ": " : ":")
            string(text.text)
        }
        close("}")
    }

    private mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        if indented { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func open(_ bracket: StaticString) {
        raw(bracket)
        depth += 1
        isEmpty = true
    }

    private mutating func close(_ bracket: StaticString) {
        depth -= 1
        if !isEmpty { newLine() }
        raw(bracket)
        isEmpty = false
    }

    private mutating func separate() {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        newLine()
        isEmpty = false
    }

    private mutating func newLine() {
        guard indented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }

    private mutating func raw(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    private mutating func raw(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// A number that is not negative.
    private mutating func digits(_ number: Int) {
        var place = 1
        while number / place >= 10 { place *= 10 }
        while place > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / place % 10))
            place /= 10
        }
    }

    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.allSatisfy(Self.isPlain) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { escape(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != 0x7F
    }

    /// Escapes what must be escaped and DEL, which is no control character for JSON but is one for a terminal.
    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case UInt8(ascii: "\n"): raw("\\n")
        case UInt8(ascii: "\r"): raw("\\r")
        case UInt8(ascii: "\t"): raw("\\t")
        case 0x00..<0x20, 0x7F: raw("\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))")
        default: bytes.append(byte)
        }
    }
}
