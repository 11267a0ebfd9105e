/// Makes the steps of a `LinearPattern` of its text.
struct PatternParser {
    private typealias Step = LinearPattern.Step
    private typealias Fault = LinearPattern.Fault

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    /// Deeper nesting would need more stack than there may be.
    private static let mostDepth = 100

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func program() throws(LinearPattern.Fault) -> [LinearPattern.Step] {
        let steps = try alternatives()
        guard position == scalars.count else { throw Fault(reason: "has a ) too many") }
        return steps
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(LinearPattern.Fault) -> [LinearPattern.Step] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.mostDepth else { throw Fault(reason: "is nested too deep") }
        var steps = try sequence()
        while skip("|") {
            let other = try sequence()
            // Jumps are to places from the start of these steps on; those within are moved.
            let first = moved(steps, by: 1)
            steps = [.fork(1, first.count + 2)] + first + [.jump(first.count + 2 + other.count)]
            steps += moved(other, by: steps.count)
            try check(steps)
        }
        return steps
    }

    private mutating func sequence() throws(LinearPattern.Fault) -> [LinearPattern.Step] {
        var steps: [Step] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let atom = try repeated(try atom())
            steps += moved(atom, by: steps.count)
            try check(steps)
        }
        return steps
    }

    private mutating func atom() throws(LinearPattern.Fault) -> [LinearPattern.Step] {
        guard let scalar = next else { return [] }
        position += 1
        switch scalar {
        case ".": return [.one(.any)]
        case "^": return [.start]
        case "$": return [.end]
        case "[": return [.one(try bracket())]
        case "\\": return [.one(try escape())]
        case "(":
            if skip("?"), !skip(":") { throw Fault(reason: "has a flag, which is not supported") }
            let steps = try alternatives()
            guard skip(")") else { throw Fault(reason: "lacks a )") }
            return steps
        case "*", "+", "?": throw Fault(reason: "has nothing before a \(scalar)")
        default: return [.one(ScalarClass(scalar))]
        }
    }

    private mutating func escape() throws(LinearPattern.Fault) -> ScalarClass {
        guard let letter = next else { throw Fault(reason: "ends in a backslash") }
        position += 1
        if let kind = ScalarClass(escape: letter) { return kind }
        let controls: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "t": "\t", "r": "\r"]
        if let control = controls[letter] { return ScalarClass(control) }
        let isWord = letter.properties.isAlphabetic || letter.properties.numericType != nil
        if isWord { throw Fault(reason: "has \\\(letter), which is not supported") }
        return ScalarClass(letter)
    }

    /// What stands behind `[`, with the `]`.
    private mutating func bracket() throws(LinearPattern.Fault) -> ScalarClass {
        var result = ScalarClass([], isNegated: skip("^"))
        var isFirst = true
        while isFirst || next != "]" {
            isFirst = false
            guard let scalar = next else { throw Fault(reason: "lacks a ]") }
            if scalar == "[", position + 1 < scalars.count, scalars[position + 1] == ":" {
                throw Fault(reason: "has a named class, which is not supported")
            }
            position += 1
            let low = scalar == "\\" ? try escape() : ScalarClass(scalar)
            if low.isNegated { throw Fault(reason: "has a negated class within [ ]") }
            guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                result.ranges += low.ranges
                continue
            }
            position += 1
            guard let end = next else { throw Fault(reason: "lacks a ]") }
            position += 1
            let high = end == "\\" ? try escape() : ScalarClass(end)
            guard low.ranges.count == 1, high.ranges.count == 1, let from = low.ranges.first?.lowerBound,
                let to = high.ranges.first?.upperBound, from <= to
            else { throw Fault(reason: "has a range that is none") }
            result.ranges.append(from...to)
        }
        position += 1
        return result
    }

    /// The steps with the repetition behind them, if there is one.
    private mutating func repeated(_ steps: [LinearPattern.Step]) throws(LinearPattern.Fault) -> [LinearPattern.Step] {
        let bounds: (Int, Int?)
        switch next {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            // One that begins no repetition stands for itself: it is the next atom.
            guard let counted = try count() else { return steps }
            bounds = counted
            position -= 1
        default: return steps
        }
        position += 1
        // Whether few or many are preferred changes nothing of whether it matches.
        _ = skip("?")
        if let next, "*+?{".unicodeScalars.contains(next) { throw Fault(reason: "repeats a repetition") }
        var result: [Step] = []
        for _ in 0..<bounds.0 {
            result += moved(steps, by: result.count)
            try check(result)
        }
        guard let most = bounds.1 else {
            let start = result.count
            result += [.fork(start + 1, start + steps.count + 2)] + moved(steps, by: start + 1) + [.jump(start)]
            return result
        }
        for _ in bounds.0..<max(most, bounds.0) {
            let start = result.count
            result += [.fork(start + 1, start + 1 + steps.count)] + moved(steps, by: start + 1)
            try check(result)
        }
        return result
    }

    /// `{n}`, `{n,}` or `{n,m}`, which is passed over; nil where it is none of them.
    private mutating func count() throws(LinearPattern.Fault) -> (Int, Int?)? {
        let start = position
        position += 1
        let least = number()
        let hasComma = skip(",")
        let most = hasComma ? number() : least
        guard let least, skip("}") else {
            position = start
            return nil
        }
        guard least <= 1000, most ?? 0 <= 1000, most.map({ $0 >= least }) ?? true else {
            throw Fault(reason: "repeats too often")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let next, ("0"..."9").contains(next), (value ?? 0) <= 10_000 {
            value = (value ?? 0) * 10 + Int(next.value - 0x30)
            position += 1
        }
        return value
    }

    private func moved(_ steps: [LinearPattern.Step], by distance: Int) -> [LinearPattern.Step] {
        steps.map { step in
            switch step {
            case .fork(let first, let second): .fork(first + distance, second + distance)
            case .jump(let target): .jump(target + distance)
            case .one, .start, .end, .match: step
            }
        }
    }

    private func check(_ steps: [LinearPattern.Step]) throws(LinearPattern.Fault) {
        guard steps.count <= LinearPattern.mostSteps else { throw Fault(reason: "repeats too much") }
    }
}
