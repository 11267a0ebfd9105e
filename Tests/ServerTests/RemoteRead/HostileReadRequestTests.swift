import Foundation
import NIOCore
import Questions
import TestSupport
import Testing

@testable import Server

/// Requests of nobody's Prometheus, made up by the thousand: METRICSCTL_REQUESTS=1000000 makes a million.
@Suite("Made-up remote reads")
struct HostileReadRequestTests {
    private static let count =
        ProcessInfo.processInfo.environment["METRICSCTL_REQUESTS"].flatMap { Int($0) } ?? 20_000

    private static let words = [
        "source", "__name__", "le", "model", "", "default", ".*", ".+", "(a|b)*", "[^a-z]{1,3}", "((x+)+)+", "\\p{L}",
        "(?i)a",
        "a{1000}", "[", "(", "*", "\\", "^$", "한", "\u{0}", "(a{100}){100}", "(|){9}", "[[:alpha:]]",
    ]

    private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        [number << 3 | 2] + varint(bytes.count) + bytes
    }

    private static func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 0x7f | 0x80)] + varint(value >> 7)
    }

    private static func matcher(_ random: inout SplitMix64) -> [UInt8] {
        func text(_ random: inout SplitMix64) -> [UInt8] {
            (0..<Int.random(in: 0...3, using: &random)).flatMap { _ in
                Array((words.randomElement(using: &random) ?? "").utf8)
            }
        }
        let kind = UInt8.random(in: 0...4, using: &random)
        return field(3, [1 << 3, kind] + field(2, text(&random)) + field(3, text(&random)))
    }

    private static func query(_ random: inout SplitMix64) -> [UInt8] {
        let times = [0, 1 << 40, Int.max, 1_760_679_000_000].map(varint)
        let start = [1 << 3] + (times.randomElement(using: &random) ?? [])
        let end = [2 << 3] + (times.randomElement(using: &random) ?? [])
        let matchers = (0..<Int.random(in: 0...4, using: &random)).flatMap { _ in matcher(&random) }
        return field(1, start + end + matchers)
    }

    /// Well-formed, or with some bytes changed, left out or cut off, before it is compressed or after.
    private static func request(_ random: inout SplitMix64) -> [UInt8] {
        var bytes = (0..<Int.random(in: 0...3, using: &random)).flatMap { _ in query(&random) }
        if Bool.random(using: &random) { spoil(&bytes, &random) }
        var compressed = varint(bytes.count)
        for start in stride(from: 0, to: bytes.count, by: 60) {
            let piece = bytes[start..<min(start + 60, bytes.count)]
            compressed += [UInt8(piece.count - 1) << 2] + piece
        }
        if Int.random(in: 0..<4, using: &random) == 0 { spoil(&compressed, &random) }
        return compressed
    }

    private static func spoil(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            default: bytes.removeSubrange(place...)
            }
        }
    }

    @Test("are read or refused, each within a moment, and what is read can be matched")
    func madeUp() {
        var random = SplitMix64(seed: 17)
        var (read, refused) = (0, 0)
        var slowest = Duration.zero
        let clock = ContinuousClock()
        for _ in 0..<Self.count {
            let body = ByteBuffer(bytes: Self.request(&random))
            let time = clock.measure {
                do throws(ReadRequest.Fault) {
                    let request = try ReadRequest(body: body)
                    read += 1
                    for query in request.queries {
                        _ = query.namesSource
                        for matcher in query.matchers { _ = matcher.admits(String(repeating: "a", count: 200)) }
                    }
                } catch {
                    refused += 1
                    #expect(!error.message.isEmpty)
                }
            }
            slowest = max(slowest, time)
        }
        #expect(read > Self.count / 10 && refused > Self.count / 10, "\(read) read, \(refused) refused")
        // Far more than any takes, also on a machine that is busy with others.
        #expect(slowest < .seconds(5), "\(slowest)")
    }

    /// Each copy doubles what is there: a kilobyte expands to as much as its first bytes say.
    @Test("bombs of Snappy take no more than is taken", arguments: [0, 1, 100, 256 << 10, (256 << 10) + 1, 1 << 28])
    func bombs(length: Int) {
        var bomb = Self.varint(length) + [0, 1]
        while bomb.count < 64 << 10 { bomb += [63 << 2 | 2, 1, 0] }
        do throws(Snappy.Fault) {
            let expanded = try Snappy.expanded(ByteBuffer(bytes: bomb), limit: ReadRequest.mostBytes)
            #expect(expanded.count == length && length <= ReadRequest.mostBytes)
        } catch {
            #expect((error == .tooLong) == (length > ReadRequest.mostBytes))
        }
    }
}
