import Foundation
import TestSupport
import Testing

@testable import Prometheus

@Suite("Damaged answers")
struct DecoderFuzzTests {
    private static let seeds: [[UInt8]] = {
        let folder = Checkout.root.appending(path: "Tests/PrometheusTests/Answers")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path < $1.path }.compactMap { try? Array(Data(contentsOf: $0)) }
    }()

    /// Bytes that mean something to a scanner, more often than chance would bring them.
    private static let marks = Array(#"{}[]",:\u0eE+-.NInt"#.utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xC3, 0xED, 0xFF]

    @Test("they are refused or have an answer's shape", arguments: 0..<20)
    func mutations(seed: UInt64) throws {
        #expect(Self.seeds.count == 6)
        var random = SplitMix64(seed: seed)
        for _ in 0..<2_000 {
            var body = Self.seeds.randomElement(using: &random) ?? []
            for _ in 0...Int.random(in: 0..<4, using: &random) { mutate(&body, &random) }
            check(body)
        }
    }

    private func mutate(_ body: inout [UInt8], _ random: inout SplitMix64) {
        let at = body.isEmpty ? 0 : Int.random(in: 0..<body.count, using: &random)
        let end = min(body.count, at + Int.random(in: 0..<20, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where !body.isEmpty: body[at] = Self.marks.randomElement(using: &random) ?? 0
        case 1 where !body.isEmpty: body[at] = UInt8.random(in: 0...255, using: &random)
        case 2: body.insert(Self.marks.randomElement(using: &random) ?? 0, at: at)
        case 3: body.removeSubrange(at..<end)
        case 4: body.insert(contentsOf: body[at..<end], at: Int.random(in: 0...body.count, using: &random))
        default: body.removeSubrange(at...)
        }
    }

    private func check(_ body: [UInt8]) {
        do {
            let answer = try ResponseDecoder.decode(body)
            // Every series and sample takes bytes: an answer can't be larger than its text.
            #expect(answer.series.count <= body.count)
            #expect(answer.series.allSatisfy { $0.samples.allSatisfy(\.time.isFinite) })
            if answer.resultType == .scalar { #expect(answer.series.count == 1) }
            if answer.resultType != .matrix { #expect(answer.series.allSatisfy { $0.samples.count <= 1 }) }
            let disagreement = ReferenceDecoder.disagreement(with: answer, on: body)
            #expect(disagreement == nil, "\(String(decoding: body, as: UTF8.self))")
        } catch {
            let summary = error.summary()
            #expect(summary.unicodeScalars.count < 700)
            #expect(!summary.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
        _ = ResponseDecoder.decodeError(body)
        _ = try? ResponseDecoder.decodeStrings(body)
    }
}
