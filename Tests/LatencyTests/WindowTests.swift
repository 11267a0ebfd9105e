import Latency
import Testing

@Suite("A window")
struct WindowTests {
    @Test("is named by its end, and begins five minutes before")
    func bounds() {
        let window = Window(endedAt: 1_760_000_123)
        #expect(window.end == 1_760_000_100)
        #expect(window.start == 1_759_999_800)
    }

    @Test("that just ended is the newest, in its very second")
    func endsOnBoundary() {
        #expect(Window(endedAt: 600).end == 600)
        #expect(Window(endedAt: 599).end == 300)
    }

    @Test("contains its end and not its start")
    func containing() {
        #expect(Window(containing: 600).end == 600)
        #expect(Window(containing: 601).end == 900)
        #expect(Window(containing: 300).end == 300)
    }

    @Test("before 1970 is aligned like any other")
    func beforeEpoch() {
        #expect(Window(endedAt: -1).end == -300)
        #expect(Window(endedAt: -300).end == -300)
    }

    @Test("range counts both its ends")
    func range() {
        let range = Window(endedAt: 300)...Window(endedAt: 900)
        #expect(range.count == 3)
        #expect(range.windows.map(\.end) == [300, 600, 900])
    }
}

@Suite("A window collected again")
struct CollectedAgainTests {
    private func value(_ requests: Int, _ quality: Quality, model: Name = "a") throws -> ModelWindow {
        ModelWindow(model: model, quality: quality, histogram: try histogram([1], [requests, 0]))
    }

    @Test("replaces the same quality only by at least as many requests")
    func sameQuality() throws {
        #expect(try value(5, .exact).replaces(value(4, .exact)))
        #expect(try value(5, .exact).replaces(value(5, .exact)))
        #expect(try !value(3, .exact).replaces(value(4, .exact)))
    }

    @Test("lowers a quality only by more requests, and raises it never by fewer: the server may have lost some")
    func otherQuality() throws {
        #expect(try value(9, .spanned).replaces(value(4, .exact)))
        #expect(try !value(4, .spanned).replaces(value(4, .exact)))
        #expect(try !value(3, .partial).replaces(value(4, .exact)))
        #expect(try value(4, .exact).replaces(value(4, .partial)))
        #expect(try !value(0, .exact).replaces(value(4, .partial)))
    }

    @Test("of two that are as good the same one stays, whichever comes first")
    func ties() throws {
        func value(_ bounds: [Double], _ counts: [Int], sum: Int? = 0) throws -> ModelWindow {
            let layout = try #require(BucketLayout(upperBounds: bounds))
            let part = try #require(Histogram.Part(layout: layout, counts: counts))
            return ModelWindow(model: "a", quality: .exact, histogram: Histogram(part, sumMicroseconds: sum))
        }
        // In their order; all count three requests.
        let values = [
            try value([1], [0, 3], sum: nil), try value([1], [3, 0], sum: nil), try value([1], [0, 3], sum: 4),
            try value([1], [1, 2], sum: 3), try value([1], [1, 2], sum: 4), try value([1], [3, 0], sum: -1),
            try value([2], [0, 3]),
        ]
        for (place, value) in values.enumerated() {
            for (other, stored) in values.enumerated() {
                #expect(value.replaces(stored) == (place >= other), "\(place), \(other)")
            }
        }
    }

    @Test("keeps models that the server has lost since, and takes new ones")
    func keepsLostModels() throws {
        let window = Window(endedAt: 300)
        let earlier = CollectedWindow(window: window, models: [try value(4, .exact), try value(7, .reset, model: "b")])
        let later = CollectedWindow(
            window: window, models: [try value(1, .exact, model: "c"), try value(7, .exact, model: "b")])
        #expect(
            later.keeping(betterOf: earlier).models == [
                try value(4, .exact), try value(7, .exact, model: "b"), try value(1, .exact, model: "c"),
            ])
    }
}
