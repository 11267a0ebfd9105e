import FoundationEssentials
import Latency
import Questions
import Support

/// Reads the lines of an export, one after the other.
///
/// A year of 50 models has five million lines, nearly all just as `ExportLines` writes a model's window: those are read in
/// one pass over their bytes, and times and bucket bounds that stood in a line before are not read again. Every
/// other line, also each with something wrong, is left to `ExportedLine`, which says what that is.
package struct ExportedLineReader {
    private var lastTime: (text: [UInt8], window: Window)?
    /// The newest few.
    private var layouts: [(text: [UInt8], layout: BucketLayout)] = []

    package init() {}

    package mutating func read(_ line: UnsafeRawBufferPointer) throws(ExportedLine.Fault) -> ExportedLine {
        if let (window, value, labels) = window(line) { return .window(window, value, labels: labels) }
        return try ExportedLine([UInt8](line))
    }

    /// Nil where the line is another one, or not just as it is written.
    private mutating func window(_ line: UnsafeRawBufferPointer) -> (Window, ModelWindow, labels: [Name: Name])? {
        var scanner = LineScanner(line)
        guard scanner.skip("{\"window\":\""), let time = scanner.text(), let window = window(of: time),
            scanner.skip(",\"model\":\""), let name = scanner.text(),
            let model = String(validating: name, as: UTF8.self),
            scanner.skip(",\"quality\":\""), let word = scanner.text(),
            let quality = Quality(name: String(decoding: word, as: UTF8.self)),
            scanner.skip(",\"requests\":"), let requests = scanner.integer(), scanner.skip(",\"sum_us\":")
        else { return nil }
        var sum: Int?
        if !scanner.skip("null") {
            guard let known = scanner.integer(), known >= 0 else { return nil }
            sum = known
        }
        guard scanner.skip(",\"histograms\":["), let histogram = histogram(&scanner, sum), scanner.skip("]"),
            let labels = Self.labels(&scanner), scanner.skip("}"), scanner.isAtEnd, histogram.requests == requests
        else { return nil }
        return (window, ModelWindow(model: Name(model), quality: quality, histogram: histogram), labels)
    }

    /// None where there are none.
    private static func labels(_ scanner: inout LineScanner) -> [Name: Name]? {
        guard scanner.skip(",\"labels\":{") else { return [:] }
        var labels: [Name: Name] = [:]
        repeat {
            guard scanner.skip("\""), let name = scanner.text(), let key = String(validating: name, as: UTF8.self),
                scanner.skip(":\""), let text = scanner.text(), let value = String(validating: text, as: UTF8.self),
                labels.updateValue(Name(value), forKey: Name(key)) == nil
            else { return nil }
        } while scanner.skip(",")
        return scanner.skip("}") ? labels : nil
    }

    private mutating func histogram(_ scanner: inout LineScanner, _ sum: Int?) -> Histogram? {
        var parts: [Histogram.Part] = []
        repeat {
            guard scanner.skip("{\"le\":["), let layout = layout(&scanner), scanner.skip(",\"counts\":[") else {
                return nil
            }
            var counts: [Int] = []
            counts.reserveCapacity(layout.bucketCount)
            repeat {
                guard let count = scanner.integer(), count <= Histogram.mostInBucket else { return nil }
                counts.append(count)
            } while scanner.skip(",")
            // Two of one layout are none that an export has.
            guard scanner.skip("]}"), let part = Histogram.Part(layout: layout, counts: counts),
                !parts.contains(where: { $0.layout == layout })
            else { return nil }
            parts.append(part)
        } while scanner.skip(",")
        return Histogram(parts, sumMicroseconds: sum)
    }

    private mutating func window(of time: UnsafeRawBufferPointer) -> Window? {
        if let lastTime, time.elementsEqual(lastTime.text) { return lastTime.window }
        guard let seconds = Timestamp.parse(String(decoding: time, as: UTF8.self)), seconds >= 0,
            seconds.isMultiple(of: Window.seconds)
        else { return nil }
        lastTime = ([UInt8](time), Window(endedAt: seconds))
        return lastTime?.window
    }

    /// Up to and with the bracket.
    private mutating func layout(_ scanner: inout LineScanner) -> BucketLayout? {
        guard let text = scanner.upToBracket() else { return nil }
        if let known = layouts.last(where: { text.elementsEqual($0.text) }) { return known.layout }
        let list = [UInt8(ascii: "[")] + text + [UInt8(ascii: "]")]
        guard let bounds = try? JSONDecoder().decode([Double].self, from: Data(list)),
            let layout = BucketLayout(upperBounds: bounds)
        else { return nil }
        if layouts.count == Self.maximumLayouts { layouts.removeFirst() }
        layouts.append(([UInt8](text), layout))
        return layout
    }

    private static let maximumLayouts = 8
}

/// Takes the bytes of a line apart, from left to right.
private struct LineScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ text: StaticString) -> Bool {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        for place in 0..<text.utf8CodeUnitCount where text.utf8Start[place] != bytes[position + place] { return false }
        position = end
        return true
    }

    /// Up to the next quotation mark, which is skipped; nil where anything is escaped or has to be.
    mutating func text() -> UnsafeRawBufferPointer? {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return UnsafeRawBufferPointer(rebasing: bytes[start..<position - 1]) }
            if byte == UInt8(ascii: "\\") || byte < 0x20 { return nil }
        }
        return nil
    }

    /// Up to the next closing bracket, which is skipped.
    mutating func upToBracket() -> UnsafeRawBufferPointer? {
        let start = position
        while position < bytes.count {
            position += 1
            if bytes[position - 1] == UInt8(ascii: "]") {
                return UnsafeRawBufferPointer(rebasing: bytes[start..<position - 1])
            }
        }
        return nil
    }

    /// Of up to 18 digits, without leading zeros.
    mutating func integer() -> Int? {
        let isNegative = skip("-")
        let start = position
        var value = 0
        while position < bytes.count, Self.isDigit(bytes[position]) {
            guard position - start < 18 else { return nil }
            value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            position += 1
        }
        guard position > start, bytes[start] != UInt8(ascii: "0") || position == start + 1 else { return nil }
        return isNegative ? -value : value
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
