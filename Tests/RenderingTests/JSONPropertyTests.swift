import Glibc
import Reports
import Testing

@testable import Rendering

/// Any text survives the way through another program's JSON parser (python3).
@Suite struct JSONPropertyTests {
    @Test("another parser reads back every string that was written", arguments: [false, true])
    func readsBack(indented: Bool) throws {
        var generator = SystemRandomNumberGenerator()
        let names = (0..<200).map { _ in randomText(using: &generator) }
        let answer = SampleAnswers.latest(names.map { SampleAnswers.entry($0) })
        let json = JSONRendering(zone: SampleAnswers.seoul, indented: indented).text(of: .all(answer))
        #expect(try PythonJSON.models(in: json) == names.map { Array($0.unicodeScalars.map(\.value)) })
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
