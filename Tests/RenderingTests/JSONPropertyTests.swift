import Glibc
import Latency
import Testing

@testable import Questions
@testable import Rendering

/// Any text survives the way through another program's JSON parser (python3).
@Suite struct JSONPropertyTests {
    @Test("another parser reads back every string that was written", arguments: [false, true])
    func readsBack(indented: Bool) throws {
        var generator = SystemRandomNumberGenerator()
        let names = (0..<200).map { _ in randomText(using: &generator) }
        let answer = SampleAnswers.latest(names.map { SampleAnswers.entry(Name($0)) })
        let json = SampleAnswers.text(
            .all(answer), .json, terminal: Terminal(isTerminal: indented, width: 80, hasColor: false))
        #expect(try PythonJSON.models(in: json) == names.map { Array($0.unicodeScalars.map(\.value)) })
    }

    @Test("two decimals are those of the number itself, whatever its size")
    func twoDecimals() {
        var generator = SystemRandomNumberGenerator()
        let chosen = [
            0, -0.0, 0.005, 0.004999, 0.01, 0.1, 0.995, 1, 1.005, 9.999, 245.674, 999.995, 1e11 + 0.25, 1e12 - 0.01,
            1e12,
            1e15, 1e300, -1.5, .nan, .infinity, .leastNonzeroMagnitude,
        ]
        let random = (0..<20_000).map { _ in
            pow(10, Double.random(in: -4...14, using: &generator)) * Double.random(in: 0..<1, using: &generator)
        }
        for value in chosen + random {
            var json = JSONWriter(indented: false)
            json.object { $0.member("n", twoDecimals: value) }
            // Written by the standard library, which finds the shortest text of the rounded number.
            let rounded = (value * 100).rounded() / 100
            let text = value.isFinite ? (rounded.isFinite ? rounded : value).description : "null"
            #expect(json.text == "{\"n\":\(text)}")
        }
    }

    @Test("whole numbers are written digit by digit")
    func wholeNumbers() {
        for number in [0, 7, 10, 99, 1204, -1, -120, Int.max, Int.min] {
            var json = JSONWriter(indented: false)
            json.object { $0.member("n", number) }
            #expect(json.text == "{\"n\":\(number)}")
        }
    }

    private func randomText(using generator: inout SystemRandomNumberGenerator) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let limit: UInt32 = Bool.random(using: &generator) ? 0xA0 : 0x10FFFF
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &generator)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}

/// Python's `json` module, run as a process.
enum PythonJSON {
    struct Failure: Error {}

    /// The scalars of every `model` in the `data` of a document.
    static func models(in json: String) throws -> [[UInt32]] {
        var template = Array("/tmp/metricsctl-json-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw Failure() }
        defer {
            close(file)
            unlink(template)
        }
        var text = json
        try text.withUTF8 { bytes in
            guard write(file, bytes.baseAddress, bytes.count) == bytes.count else { throw Failure() }
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let script =
            "import json;[print(*map(ord,e['model'])) for e in json.load(open('\(path)',encoding='utf8'))['data']]"
        guard let pipe = popen("python3 -c \"\(script)\"", "r") else { throw Failure() }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { output += buffer[..<count] }
        guard pclose(pipe) == 0 else { throw Failure() }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropLast().map { line in line.split(separator: " ").compactMap { UInt32($0) } }
    }
}
