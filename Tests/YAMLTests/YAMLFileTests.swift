import Testing

@testable import YAML

struct YAMLFileTests {
    private func read(_ text: String) -> YAMLFile { YAMLFile(Array(text.utf8), file: "f") }

    /// A tree as a text: `{a: [b, c]}`, plain and quoted scalars alike.
    private func shape(_ node: YAMLNode?) -> String {
        switch node?.content {
        case nil: ""
        case .scalar(let scalar): scalar.text
        case .sequence(let nodes): "[" + nodes.map(shape).joined(separator: ", ") + "]"
        case .mapping(let pairs): "{" + pairs.map { "\($0.key): \(shape($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    @Test(arguments: [
        "no", "4.1", "1e3", "0x10", "2026-11-28", "~", "null", "true", "on", "1_000", ".inf", "0777", "12:30:45",
    ])
    func `Scalars stay the text that they are`(_ text: String) {
        #expect(shape(read("key: \(text)").root) == "{key: \(text)}")
    }

    @Test(arguments: [
        ("a: 'it''s'", "{a: it's}"), (#"a: "b\tc\u00e9""#, "{a: b\tcé}"), ("a: |\n  b\n  c\n", "{a: b\nc\n}"),
        ("a: >-\n  b\n  c\n", "{a: b c}"), ("a: b # c", "{a: b}"), ("a: b#c", "{a: b#c}"),
        ("- a\n- - b\n  - c", "[a, [b, c]]"),
        ("{a: [b, {c: d}]}", "{a: [b, {c: d}]}"), ("a:", "{a: }"), ("", ""), ("# nothing\n", ""), ("---\n...\n", ""),
        ("%YAML 1.2\n---\na: b\n", "{a: b}"), ("---\na: b\n...\n", "{a: b}"),
        ("a: http://h:9090/x", "{a: http://h:9090/x}"),
        ("a: &x [b]\nc: *x\n", "{a: [b], c: [b]}"), ("\u{FEFF}a: b", "{a: b}"), ("a: b\r\nc: d\r\n", "{a: b, c: d}"),
        ("모델: 'é'", "{모델: é}"), ("é: 1\n'e\u{301}': 2", "{é: 1, e\u{301}: 2}"),
    ])
    func `Files are read as YAML has them`(_ text: String, _ expected: String) {
        let file = read(text)
        #expect(file.mistakes == [])
        #expect(shape(file.root) == expected)
    }

    @Test func `Values stand where they begin, in scalars, behind a mark of the byte order too`() throws {
        for start in ["", "\u{FEFF}"] {
            let file = read(start + "한글: 'x'\r\nb: [c,  d]\n")
            guard case .mapping(let pairs) = file.root?.content, case .sequence(let nodes) = pairs[1].value.content
            else {
                Issue.record("no such tree")
                return
            }
            #expect(pairs[0].keyPosition == YAMLPosition(file: "f", line: 1, column: 1))
            #expect(pairs[0].value.position == YAMLPosition(file: "f", line: 1, column: 5))
            #expect(nodes[1].position == YAMLPosition(file: "f", line: 2, column: 9))
        }
    }

    @Test func `A hundred aliases are read, and one more is not`() {
        func text(_ count: Int) -> String {
            "a: &x b\nc: [" + Array(repeating: "*x", count: count).joined(separator: ", ") + "]"
        }
        #expect(read(text(100)).mistakes == [])
        #expect(read(text(101)).mistakes.map(\.message) == ["more than 100 aliases (*)"])
    }

    @Test func `Aliases of aliases end before they are billions`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let ones = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(ones)]\n"
        }
        #expect(read(text).mistakes.map(\.message) == ["aliases (*) stand for more than 10000 values"])
    }

    @Test func `A mebibyte is read, and a byte more is not`() {
        func text(_ bytes: Int) -> [UInt8] {
            Array("a: b\n#".utf8) + Array(repeating: UInt8(ascii: "x"), count: bytes - 6)
        }
        #expect(YAMLFile(text(1 << 20), file: "f").mistakes == [])
        #expect(YAMLFile(text(1 << 20 + 1), file: "f").mistakes.map(\.message) == ["the file is larger than 1 MiB"])
    }

    @Test(
        arguments: [
            ([0x61, 0x3A, 0x20, 0xFF], 1, 4), ([0x61, 0x0A, 0x62, 0xC3], 2, 2), ([0xFF, 0xFE, 0x61, 0x00], 1, 1),
            ([0x61, 0xED, 0xA0, 0x80], 1, 2), ([0xC0, 0x80], 1, 1),
        ] as [([UInt8], Int, Int)])
    func `What is not UTF-8 is told with its place`(_ bytes: [UInt8], _ line: Int, _ column: Int) {
        let mistake = YAMLMistake(YAMLPosition(file: "f", line: line, column: column), "this is not UTF-8")
        #expect(YAMLFile(bytes, file: "f").mistakes == [mistake])
    }

    @Test func `A key that is there twice has the first one's place in its message`() {
        let file = read("a: 1\nb: 2\na: 3\n")
        #expect(file.mistakes.map(\.text) == ["f:3:1: a is set already at f:1:1"])
        #expect(shape(file.root) == "{a: 1, b: 2}")
    }
}
