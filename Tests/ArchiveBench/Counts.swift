import Glibc
import Latency

/// Reads from standard input what `modelsim counts` writes: days of traffic, of one bucket layout.
struct Counts {
    let layout: BucketLayout
    /// In bytes a model-window; told at the end.
    private(set) var entropy = 0.0
    /// The line that was read ahead.
    private var next: [Substring.UTF8View]?

    init() {
        guard let header = readLine() else { fail("nothing to read") }
        let bounds = header.split(separator: ",").dropFirst(3).dropLast().compactMap { Double($0) }
        guard header.hasSuffix(",+Inf"), let layout = BucketLayout(upperBounds: bounds) else { fail("no header") }
        self.layout = layout
        advance()
    }

    /// The next window with all its models; nil at the end.
    mutating func window() -> CollectedWindow? {
        guard let first = next else { return nil }
        let window = Window(endedAt: number(first[0]))
        var models: [ModelWindow] = []
        while let line = next, number(line[0]) == window.end {
            guard line.count == layout.bucketCount + 3,
                let part = Histogram.Part(layout: layout, counts: line[3...].map(number))
            else { fail("a line of another kind") }
            let name = Name(String(Substring(line[1])))
            models.append(
                ModelWindow(model: name, quality: .exact, histogram: Histogram(part, sumMicroseconds: number(line[2]))))
            advance()
        }
        return CollectedWindow(window: window, models: models)
    }

    private mutating func advance() {
        next = nil
        guard let line = readLine() else { return }
        if line.hasPrefix("# entropy") {
            entropy = line.split(separator: " ").lazy.compactMap { Double($0) }.first ?? 0
        } else {
            next = line.utf8.split(separator: UInt8(ascii: ",")).map { Substring($0).utf8 }
        }
    }

    private func number(_ text: Substring.UTF8View) -> Int {
        text.reduce(0) { number, digit in
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { fail("not a number") }
            return number * 10 + Int(digit - UInt8(ascii: "0"))
        }
    }
}

func fail(_ reason: String) -> Never {
    let line = Array("ArchiveBench: \(reason) from modelsim counts\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(1)
}
