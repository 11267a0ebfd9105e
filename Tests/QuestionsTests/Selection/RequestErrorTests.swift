import Archive
import Latency
import Testing

@testable import Questions

/// Errors are decided source by source, and added up over those whose errors are known.
@Suite struct RequestErrorTests {
    private let context = QuestionContext(now: TestArchive.time(60), zone: .utc)

    private func summary(_ archive: ObjectiveArchive, _ more: [String: [Name]] = [:]) throws -> SummaryAnswer {
        let parameters = QueryParameters(["hours": ["1"]].merging(more) { $1 })
        return try SummaryQuestion(parameters, in: context).answer(from: archive.test.archive)
    }

    private func errorShare(_ archive: ObjectiveArchive, of model: Name = "a") throws -> Int? {
        let parameters = QueryParameters(["hours": ["1"], "merge_sources": ["true"]])
        let answer = try ModelsQuestion(parameters, in: context).answer(from: archive.test.archive)
        return try #require(answer.rows.first { $0.model == model }).errorShare
    }

    /// So many requests a window in an hour, and errors beside them.
    private func add(
        _ name: Name, _ requests: Int, errors: Int?, counted: Bool = false, successes: Bool = false,
        to archive: ObjectiveArchive
    ) throws {
        let latency = try archive.source(.e2e, "my_seconds", of: name)
        try archive.collect(5...60, latency, [TestArchive.model("a", [requests, 0, 0, 0])])
        if counted {
            let metric: Name = successes ? "my_success_total" : "my_total"
            let counter = try archive.source(.requests, metric, kind: .counter, of: name)
            try archive.collect(5...60, counter, [ObjectiveArchive.count(requests)])
        }
        if let errors {
            let counter = try archive.source(.errors, "my_errors", kind: .counter, of: name)
            try archive.collect(5...60, counter, [ObjectiveArchive.count(errors)])
        }
    }

    @Test("a counter of requests of one source is no number of another's")
    func severalSources() throws {
        let archive = try ObjectiveArchive()
        try add("east", 100, errors: 10, counted: true, to: archive)
        try add("west", 900, errors: 90, to: archive)
        let entry = try #require(summary(archive).rows.first)
        #expect(entry.errors == 1200 && entry.errorShare == 100_000)
        #expect(try errorShare(archive) == 100_000)
    }

    @Test("a source that counts successes has its errors beside them, whatever others count")
    func mixed() throws {
        let archive = try ObjectiveArchive()
        try add("east", 100, errors: 10, counted: true, to: archive)
        try add("west", 90, errors: 10, counted: true, successes: true, to: archive)
        let entry = try #require(summary(archive).rows.first)
        #expect(entry.errors == 240 && entry.errorShare == 100_000)
        #expect(try errorShare(archive) == 100_000)
    }

    @Test("a source that measures no errors is left out, and has none of its own")
    func notMeasured() throws {
        let archive = try ObjectiveArchive()
        try add("east", 100, errors: 10, to: archive)
        try add("west", 900, errors: nil, to: archive)
        let answer = try summary(archive)
        #expect(answer.rows.first?.errors == 120 && answer.rows.first?.errorShare == 100_000)
        let each = try summary(archive, ["by": ["source"]])
        #expect(each.rows.map(\.errors) == [120, nil] && each.rows.map(\.errorShare) == [100_000, nil])
        #expect(try errorShare(archive) == 100_000)
    }

    @Test("errors that were not collected in all windows are not known", arguments: [5...10, 5...55])
    func notCollected(minutes: ClosedRange<Int>) throws {
        let archive = try ObjectiveArchive()
        try add("east", 100, errors: nil, to: archive)
        let counter = try archive.source(.errors, "my_errors", kind: .counter, of: "east")
        try archive.collect(minutes, counter, [ObjectiveArchive.count(0)])
        let answer = try summary(archive)
        #expect(answer.rows.first?.requests == 1200)
        #expect(answer.rows.first?.errors == nil && answer.rows.first?.errorShare == nil)
        #expect(answer.warnings == ["the errors of source \"east\" were not collected in all of this time"])
        #expect(try errorShare(archive) == nil)
    }

    @Test(
        "errors of other windows than those of the requests are none of theirs, however many windows there are of each")
    func otherWindows() throws {
        let archive = try ObjectiveArchive()
        let latency = try archive.source(.e2e, "my_seconds", of: "east")
        try archive.collect(5...30, latency, [TestArchive.model("a", [100, 0, 0, 0])])
        let counter = try archive.source(.errors, "my_errors", kind: .counter, of: "east")
        // As many windows as of the requests, half of them others.
        try archive.collect(20...45, counter, [ObjectiveArchive.count(1000)])
        var entry = try #require(try summary(archive).rows.first)
        #expect(entry.requests == 600 && entry.errors == nil && entry.errorShare == nil)
        #expect(try errorShare(archive) == nil)
        // Those of all windows of the requests, and of more.
        try archive.collect(5...15, counter, [ObjectiveArchive.count(10)])
        entry = try #require(try summary(archive).rows.first)
        #expect(entry.errors == 3 * 10 + 3 * 1000)
        #expect(try errorShare(archive) == entry.errorShare)
    }

    @Test("errors alone are no share of requests that nobody collected")
    func noRequests() throws {
        let archive = try ObjectiveArchive()
        let latency = try archive.source(.e2e, "my_seconds")
        let counter = try archive.source(.errors, "my_errors", kind: .counter)
        try archive.collect(5...30, counter, [ObjectiveArchive.count(1)])
        try archive.collect(65...70, latency, [TestArchive.model("a", [100, 0, 0, 0])])
        #expect(try summary(archive).rows.allSatisfy { $0.errors == nil && $0.errorShare == nil })
    }

    @Test("errors are not known by labels that only one of errors and requests has")
    func labels() throws {
        let archive = try ObjectiveArchive()
        let latency = try archive.source(.e2e, "my_seconds", labels: ["region"])
        let fast = try TestArchive.model("a", [10, 0, 0, 0])
        let values = ["eu", ""].map {
            ModelWindow(series: SeriesKey("a", labels: [$0]), quality: .exact, histogram: fast.histogram)
        }
        try archive.collect(5...60, latency, values)
        let counter = try archive.source(.errors, "my_errors", kind: .counter, classes: "code")
        try archive.collect(5...60, counter, [ObjectiveArchive.count(1, of: SeriesKey("a", labels: ["500"]))])
        #expect(try summary(archive).rows.map(\.errors) == [12])
        #expect(try summary(archive, ["by": ["region"]]).rows.map(\.errors) == [nil, nil])
        for value in ["region=eu", "region="] as [Name] {
            #expect(try summary(archive, ["where": [value]]).rows.map(\.errors) == [nil])
        }
        let byClass = try summary(archive, ["by": ["class"]])
        #expect(byClass.rows.map(\.errors) == [nil] && byClass.warnings.count == 1)
    }

    @Test("what is the client's own doing is no error, and stays in the counter's own answer")
    func clientErrors() throws {
        let archive = try ObjectiveArchive()
        try add("default", 100, errors: nil, to: archive)
        let counter = try archive.source(
            .errors, "litellm_proxy_failed_requests_metric_total", kind: .counter, classes: "code")
        let classes = [("500", 2), ("429", 30)] as [(Name, Int)]
        try archive.collect(
            5...60, counter, classes.map { try ObjectiveArchive.count($1, of: SeriesKey("a", labels: [$0])) })
        let entry = try #require(summary(archive).rows.first)
        #expect(try entry.errors == 24 && entry.errorShare == errorShare(archive))
        let slo = try archive.slo(["below": "100ms", "target": "99%", "hours": "1"], now: TestArchive.time(60))
        #expect(slo.entries.first?.errors == 24)
        let own = try summary(archive, ["measure": ["errors"], "by": ["class"]])
        #expect(own.rows.map(\.requests) == [360, 24])
    }

    @Test("errors are below no limit")
    func noShares() throws {
        let archive = try ObjectiveArchive()
        try add("default", 100, errors: 1, to: archive)
        #expect(throws: RequestError.noShares("errors")) {
            try summary(archive, ["measure": ["errors"], "below": ["100ms"]])
        }
    }

    @Test("a model of which every request fails is there")
    func failing() throws {
        let archive = try ObjectiveArchive()
        try add("default", 100, errors: nil, to: archive)
        let counter = try archive.source(.errors, "my_errors", kind: .counter)
        try archive.collect(5...60, counter, [ObjectiveArchive.count(50, of: "dead")])
        let answer = try summary(archive, ["merge_models": ["true"], "below": ["100ms"]])
        #expect(answer.rows.map(\.total.key) == ["a", "dead", "(all)"])
        #expect(answer.rows.map(\.errors) == [0, 600, 600] && answer.rows.map(\.requests) == [1200, 0, 1200])
        #expect(answer.rows.map(\.errorShare) == [0, 1_000_000, 500_000])
        #expect(answer.rows.map(\.coverage) == [1_000_000, 1_000_000, 1_000_000])
        #expect(answer.rows[1].percentiles.p95 == nil && answer.rows[1].shares.first?.low == nil)
        #expect(try errorShare(archive, of: "dead") == 1_000_000)
    }
}
