import Latency
import TestSupport
import Testing

@testable import Questions
@testable import Rendering

/// What `ExportLines` writes is read as it was, and nothing else is read.
@Suite struct ExportedLineTests {
    private static let source = #""metric":"m","url":"u","selector":"s","model_label":"l""#

    private func fault(_ line: String) -> String? {
        do throws(ExportedLine.Fault) {
            _ = try ExportedLine(Array(line.utf8))
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("any window survives the way out and back, with every bound, count, sum and quality")
    func roundTrip() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<300 {
            var histogram = Histogram()
            for number in 0..<Int.random(in: 1...3, using: &random) {
                let bounds = (0..<Int.random(in: 0...25, using: &random)).map { _ in
                    Double.random(in: 0...1, using: &random) * [1e-9, 1, 1e12].randomElement(using: &random)!
                }
                let layout = try #require(BucketLayout(upperBounds: Set(bounds).sorted()))
                let most = [1, 1000, 1 << 53 - 1].randomElement(using: &random)!
                let counts = (0..<layout.bucketCount).map { _ in Int.random(in: 0...most, using: &random) }
                let known = Bool.random(using: &random) ? Int.random(in: 0...Int.max, using: &random) : nil
                let sum = number > 0 ? 0 : known
                histogram.merge(Histogram(try #require(.init(layout: layout, counts: counts)), sumMicroseconds: sum))
            }
            let names: [Name] = ["gpt-4", "", "한국어 모델/a+b", "\"\\\u{1}\n\u{2028}"]
            let model = ModelWindow(
                model: names.randomElement(using: &random)!, quality: Quality.allCases.randomElement(using: &random)!,
                histogram: histogram)
            let window = Window(index: Int.random(in: 0...10_000_000, using: &random))
            let text = ExportLines(zone: .utc).lines(of: CollectedWindow(window: window, models: [model]))
            #expect(text.hasSuffix("}\n") && text.filter { $0 == "\n" }.count == 1)
            #expect(try ExportedLine(Array(text.utf8)) == .window(window, model))
        }
    }

    @Test("line after line is read as every line by itself, and refused in the same words, whatever is spoilt in it")
    func lineAfterLine() throws {
        var random = SplitMix64(seed: 12)
        var reader = ExportedLineReader()
        let good = [
            #"{"window":"2025-10-17T14:30:00Z","model":"a","quality":"exact","requests":3,"sum_us":-5,"#
                + #""histograms":[{"le":[0.1,1],"counts":[1,2,0]},{"le":[],"counts":[0]}]}"#,
            #"{"window":"2025-10-17T14:30:00Z","model":"한국어","quality":"reset","requests":0,"sum_us":null,"#
                + #""histograms":[{"le":[1e-7],"counts":[0,0]}]}"#,
            #"{"window":"2025-10-17T14:35:00Z","model":null}"#,
        ].map { Array($0.utf8) }
        var read = 0
        for _ in 0..<6000 {
            var line = try #require(good.randomElement(using: &random))
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let place = Int.random(in: 0..<line.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: line.remove(at: place)
                case 1: line.insert(line[place], at: place)
                case 2: line[place] = try #require(Array("0-1.e,]}\"\\ ".utf8).randomElement(using: &random))
                default: line[place] = .random(in: 0...255, using: &random)
                }
            }
            let (expected, found) = (Self.outcome { try ExportedLine(line) }, Self.outcome { try reader.read(line) })
            #expect(found == expected, "\(String(decoding: line, as: UTF8.self))")
            if case .success = found { read += 1 }
        }
        #expect((1500..<5500).contains(read))
    }

    private static func outcome(_ body: () throws -> ExportedLine) -> Result<ExportedLine, ExportedLine.Fault> {
        do { return .success(try body()) } catch {
            return .failure(error as? ExportedLine.Fault ?? ExportedLine.Fault(reason: "\(error)"))
        }
    }

    @Test("a window without data, a source and the end are read as such, and unknown keys are passed over")
    func others() throws {
        let empty = CollectedWindow(window: Window(index: 5))
        #expect(
            try ExportedLine(Array(ExportLines(zone: .utc).lines(of: empty).utf8)) == .window(Window(index: 5), nil))
        #expect(try ExportedLine(Array(#"{"end":true,"more":[1]}"#.utf8)) == .end)
        #expect(
            try ExportedLine(Array(#"{"source":"eu",\#(Self.source),"unit":"ms"}"#.utf8))
                == .source(
                    SourceDescription(
                        name: "eu", metric: "m", url: "u", selector: "s", modelLabel: "l", unit: .milliseconds)))
    }

    @Test(
        "whatever is wrong with a line is told",
        arguments: [
            ("", "it is not JSON"), ("{", "it is not JSON"), ("[]", "it is no object"), ("7", "it is no object"),
            ("{}", "it has neither source, window nor hour"),
            (#"{"end":true,"end":true}"#, "end must not stand in it twice"),
            (
                #"{"window":"2025-10-17T14:30:00Z","model":null,"labels":{"a":"b","a":"c"}}"#,
                "a must not stand in it twice"
            ),
            (#"{"source":7}"#, "source has a value of the wrong kind"),
            (#"{"source":"a"}"#, "metric, url, selector or model_label is missing"),
            (#"{"source":"a",\#(source),"unit":"h"}"#, "unit must be s, ms, us or ns"),
            (#"{"window":"soon"}"#, "window must be a time like 2025-10-17T14:30:00+09:00, every five minutes"),
            (
                #"{"window":"2025-10-17T14:31:00Z"}"#,
                "window must be a time like 2025-10-17T14:30:00+09:00, every five minutes"
            ),
            (model(quality: "good"), "quality must be exact, spanned, reset or partial"),
            (model(requests: 5), "requests is not the sum of counts"),
            (model(requests: 0, histograms: "[]"), "histograms is missing or empty"),
            (model(requests: 0, histograms: #"[{"le":[2,1],"counts":[0,0,0]}]"#), layout),
            (model(requests: 0, histograms: #"[{"le":[1],"counts":[0]}]"#), layout),
            (model(requests: -1, histograms: #"[{"le":[1],"counts":[0,-1]}]"#), layout),
            (model(requests: 1 << 53, histograms: #"[{"le":[],"counts":[9007199254740992]}]"#), layout),
            (
                model(
                    requests: 1,
                    histograms: #"[{"le":\#(Array(1...1100)),"counts":\#([Int](repeating: 1 << 53 - 1, count: 1101))}]"#
                ),
                "counts add up to 2^63 or more"
            ),
            (model(requests: 0, histograms: #"[{"le":[1],"counts":[0,0]}]"#, sum: "-1"), "sum_us is negative"),
            (model(requests: 0, histograms: #"[{"le":[1]}]"#), "counts is missing"),
            (model(requests: 1, histograms: #"[{"le":[1],"counts":[0.5,0.5]}]"#), "it is not JSON"),
            (
                model(requests: 0, histograms: #"[{"le":[1],"counts":[0,0]},{"le":[1],"counts":[0,0]}]"#),
                "two histograms have the same le"
            ),
        ])
    func faults(line: String, reason: String) { #expect(fault(line) == reason) }

    private static let layout = "le must rise, and counts must be one more and below 2^53 each"

    private static func model(
        quality: String = "exact", requests: Int = 3, histograms: String = #"[{"le":[1],"counts":[1,2]}]"#,
        sum: String = "null"
    ) -> String {
        #"{"window":"2025-10-17T14:30:00Z","model":"a","quality":"\#(quality)","requests":\#(requests),"#
            + #""sum_us":\#(sum),"histograms":\#(histograms)}"#
    }
}

extension ExportedLineReader {
    fileprivate mutating func read(_ line: [UInt8]) throws -> ExportedLine { try line.withUnsafeBytes { try read($0) } }
}
