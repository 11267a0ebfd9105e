/// A regular expression as Prometheus has them (RE2's syntax), matched against whole texts in time that grows with the
/// product of both lengths alone: nobody's pattern can keep the machine busy.
///
/// Literals, `.`, classes such as `[^a-z]`, `\d` and their kin, groups, `|`, `*`, `+`, `?`, `{n,m}`, `^` and `$`. What else RE2
/// has (flags, Unicode classes, `\b`) is refused, never taken for something else.
package struct LinearPattern: Sendable {
    /// Why a pattern is refused.
    package struct Fault: Error, Equatable {
        /// For people, to stand behind "the pattern".
        package let reason: String
    }

    /// A longer pattern is refused, and one whose repetitions make more steps than `mostSteps` of it.
    package static let mostBytes = 4096
    static let mostSteps = 5_000

    enum Step {
        case one(ScalarClass)
        /// Goes on at both.
        case fork(Int, Int)
        case jump(Int)
        case start
        case end
        case match
    }

    private let steps: [Step]

    package init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.mostBytes else { throw Fault(reason: "is longer than \(Self.mostBytes) bytes") }
        var parser = PatternParser(text)
        var steps = try parser.program()
        steps.append(.match)
        self.steps = steps
    }

    /// Whether it matches all of a text.
    package func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var current = Threads(steps.count)
        add(0, to: &current, isStart: true, isEnd: scalars.isEmpty)
        for (index, scalar) in scalars.enumerated() {
            var next = Threads(steps.count)
            for place in current.places {
                guard case .one(let scalars) = steps[place], scalars.contains(scalar) else { continue }
                add(place + 1, to: &next, isStart: false, isEnd: index + 1 == text.unicodeScalars.count)
            }
            if next.places.isEmpty { return false }
            current = next
        }
        return current.places.contains { if case .match = steps[$0] { true } else { false } }
    }

    /// The places in the program at which a match may be, each once.
    private struct Threads {
        private var seen: [Bool]
        var places: [Int] = []

        init(_ count: Int) { seen = Array(repeating: false, count: count) }

        mutating func visit(_ place: Int) -> Bool {
            if seen[place] { return false }
            seen[place] = true
            return true
        }
    }

    private func add(_ place: Int, to threads: inout Threads, isStart: Bool, isEnd: Bool) {
        var waiting = [place]
        while let place = waiting.popLast() {
            guard threads.visit(place) else { continue }
            switch steps[place] {
            case .one, .match: threads.places.append(place)
            case .jump(let target): waiting.append(target)
            case .fork(let first, let second): waiting += [first, second]
            case .start: if isStart { waiting.append(place + 1) }
            case .end: if isEnd { waiting.append(place + 1) }
            }
        }
    }
}

/// Some Unicode scalars.
struct ScalarClass: Sendable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar.value) } != isNegated }

    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        (self.ranges, self.isNegated) = (ranges, isNegated)
    }

    init(_ scalar: Unicode.Scalar) { self.init([scalar.value...scalar.value]) }

    /// All but the end of a line.
    static let any = ScalarClass([10...10], isNegated: true)

    /// That of the letter behind a backslash; nil where there is none.
    init?(escape letter: Unicode.Scalar) {
        let digits: ClosedRange<UInt32> = 0x30...0x39
        let kinds: [Unicode.Scalar: [ClosedRange<UInt32>]] = [
            "d": [digits], "w": [digits, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a], "s": [9...10, 12...13, 32...32],
        ]
        if let ranges = kinds[letter] {
            self.init(ranges)
        } else if let ranges = kinds[letter.properties.lowercaseMapping.unicodeScalars.first ?? letter] {
            self.init(ranges, isNegated: true)
        } else {
            return nil
        }
    }
}
