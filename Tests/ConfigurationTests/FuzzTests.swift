import Foundation
import TestSupport
import Testing
import YAML

@testable import Configuration

struct FuzzTests {
    @Test func `Whatever is done to files, they are read or refused with places that they have`() throws {
        var random = SplitMix64(seed: 20_261_128)
        let seeds = RefusedConfiguration.all.map(\.text) + [try EveryKeyTests.text()]
        for _ in 0..<4000 {
            var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, seeds, &random) }
            check(bytes)
        }
        for _ in 0..<1000 {
            check((0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ seeds: [String], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert("\n\t :-#[]{},&*!|>'\"%@`?<".utf8.randomElement(using: &random) ?? 0, at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
        default: bytes.insert(contentsOf: (seeds.randomElement(using: &random) ?? "").utf8.prefix(40), at: place)
        }
    }

    private func check(_ bytes: [UInt8]) {
        let read = YAMLFile(bytes, file: "f")
        do throws(ConfigurationError) {
            _ = try Configuration(read.root, files: ["f"], mistakes: read.mistakes, zone: .utc, credentials: nil)
        } catch {
            // CR, LF, and both together end lines.
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = 1 + text.filter { ["\n", "\r", "\r\n"].contains($0) }.count
            #expect(!error.mistakes.isEmpty)
            for mistake in error.mistakes {
                #expect(1...lines + 1 ~= mistake.position.line, "\(mistake.text) in \(text)")
                #expect(mistake.position.column >= 1)
                #expect(!mistake.message.contains("\n"))
            }
        }
    }
}
