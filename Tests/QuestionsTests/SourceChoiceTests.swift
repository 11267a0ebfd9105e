import Latency
import Testing

@testable import Questions

@Suite struct SourceChoiceTests {
    private func archive() throws -> TestArchive {
        let test = try TestArchive()
        let first = try test.source("prod", metric: "a_seconds")
        let second = try test.source("prod", metric: "b_seconds")
        let never = try test.source("typo", metric: "c_seconds")
        _ = never
        try test.collect(5, TestArchive.model("m", [1, 0, 0, 0]), of: second)
        try test.collect(5, TestArchive.model("m", [2, 0, 0, 0]), of: first)
        return test
    }

    @Test("with several metrics of one source it is the first, and one that never collected is no source")
    func first() throws {
        #expect(try archive().latest(at: 5).entries.map(\.metricName) == ["a_seconds"])
    }

    @Test("a metric can be chosen")
    func metric() throws {
        let answer = try archive().latest(AllQuestion.self, QueryParameters(metricName: "b_seconds"), at: 5)
        #expect(answer.entries.map(\.metricName) == ["b_seconds"])
    }

    @Test("several sources that collected are an error that lists them, until one is named")
    func several() throws {
        let test = try archive()
        try test.collect(5, TestArchive.model("m", [4, 0, 0, 0]), of: test.source("stage", metric: "a_seconds"))
        let error = #expect(throws: RequestError.self) { try test.latest(at: 5) }
        #expect(
            error?.message == "source must be given, the archive has several: "
                + "\"prod\" (2 metrics), \"stage\" (a_seconds)")
        #expect(
            try test.latest(AllQuestion.self, QueryParameters(source: "stage"), at: 5).entries.map(\.requests) == [4])
    }

    @Test("an unknown source is an error that lists the known ones; one that never collected has no data")
    func unknown() throws {
        let test = try archive()
        let error = #expect(throws: RequestError.self) {
            try test.latest(P95Question.self, QueryParameters(source: "x"), at: 5)
        }
        #expect(
            error?.message == "there is no source \"x\", only "
                + "\"prod\" (2 metrics), \"typo\" (c_seconds)")
        #expect(
            try test.latest(P95Question.self, QueryParameters(source: "typo"), at: 5).emptyReason == .neverCollected)
    }

    @Test("pages show the usual one of several, else the first, and a model's the first that knows it")
    func pages() throws {
        let test = try archive()
        let other = try test.source("stage", metric: "a_seconds")
        try test.collect(5, TestArchive.model("m", [4, 0, 0, 0]), TestArchive.model("n", [4, 0, 0, 0]), of: other)
        let context = QuestionContext(now: TestArchive.time(5), zone: .utc)
        func page(_ usual: Name?) throws -> Name? {
            var parameters = QueryParameters()
            parameters.defaultSource = usual
            return try StatusQuestion(parameters, in: context).answer(from: test.archive).source?.name
        }
        #expect(try page(nil) == "prod" && page("stage") == "stage" && page("gone") == "prod")
        func model(_ name: Name, _ source: Name? = nil, usual: Name? = nil) throws -> Name? {
            var parameters = QueryParameters(source: source, model: name)
            parameters.defaultSource = usual
            return try ModelQuestion(parameters, in: context).answer(from: test.archive).source?.name
        }
        #expect(try model("m") == "prod" && model("m", usual: "stage") == "stage")
        #expect(try model("n") == "stage" && model("n", "prod") == "prod" && model("x") == "prod")
    }

    @Test("an archive without any source answers as an empty one")
    func empty() throws {
        let test = try TestArchive()
        #expect(try test.latest(P95Question.self, at: 5).emptyReason == .neverCollected)
        #expect(try test.history(at: 5).missing.isEmpty)
        #expect(try test.health(at: 5).overall.status == .noData)
    }
}
