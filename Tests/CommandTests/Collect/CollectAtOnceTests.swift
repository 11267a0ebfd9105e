import Foundation
import TestSupport
import Testing

extension CollectTests {
    /// What sums and events are asked for at the same time.
    @Suite struct AtOnce {
        private static let later = SmallServer.noon + 300

        @Test("sums and events are asked for at the same time")
        func together() throws {
            let bench = try CollectBench.filled()
            let url = SmallServer.url
            let haveEventsCome = DispatchSemaphore(value: 0)
            let server = try CannedServer { request in
                if Self.isAboutEvents(request) { haveEventsCome.signal() }
                guard request.field("query")?.hasPrefix("sum") == true else { return .forwarded(request, to: url) }
                let isInTime = haveEventsCome.wait(timeout: .now() + 8) == .success
                return isInTime ? .forwarded(request, to: url) : .text("events were not asked for", status: 503)
            }
            expectSilence(try bench.collect(from: server.url, at: Self.later))
            #expect(server.requests.count(where: Self.isAboutEvents) == 1)
        }

        @Test("events of another moment than the sums are asked for again")
        func ofAnotherMoment() throws {
            let bench = try CollectBench.filled()
            let url = SmallServer.url
            let server = try CannedServer { request in
                let answer = CannedResponse.forwarded(request, to: url)
                guard Self.isAboutEvents(request), request.field("query")?.contains(#""total""#) == true else {
                    return answer
                }
                // As if a scrape had not been there yet: 3 requests fewer.
                let text = String(decoding: answer.body, as: UTF8.self)
                return .json(text.replacing(#","195"]"#, with: #","192"]"#))
            }
            expectSilence(try bench.collect(from: server.url, at: Self.later))
            let asked = server.requests.filter(Self.isAboutEvents).compactMap { $0.field("query") }
            #expect(asked.map { $0.contains(#""total""#) } == [true, false])
        }

        @Test("events that are too large to come beside the sums are asked for after them")
        func large() throws {
            let bench = try CollectBench.filled()
            let url = SmallServer.url
            let server = try CannedServer { request in
                guard Self.isAboutEvents(request), request.field("query")?.contains(#""total""#) == true else {
                    return .forwarded(request, to: url)
                }
                return .json(String(repeating: " ", count: 3 << 20))
            }
            expectSilence(try bench.collect(from: server.url, at: Self.later))
            #expect(server.requests.count(where: Self.isAboutEvents) == 2)
        }

        private static func isAboutEvents(_ request: CannedRequest) -> Bool {
            request.field("query")?.contains("changes(process_start_time_seconds") == true
        }
    }
}
