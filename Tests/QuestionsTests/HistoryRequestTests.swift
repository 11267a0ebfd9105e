import Testing

@testable import Questions

@Suite struct HistoryRequestTests {
    private func request(_ hours: String?, step: String? = nil, now: Int = 1_760_679_137) throws -> HistoryRequest {
        try HistoryRequest(parameters: QueryParameters(hours: hours, step: step), now: now, zone: .utc)
    }

    @Test("without hours it is the hour up to the last five-minute boundary")
    func defaults() throws {
        let request = try request(nil)
        #expect(request.end == 1_760_679_000)
        #expect(request.start == 1_760_675_400)
        #expect(request.step == .fiveMinutes)
    }

    @Test(
        "hours must be a plain number in range",
        arguments: ["abc", "0", "0.0", "-1", "87600.1", "1e3", "0x10", "inf", "nan", "", ".", "1 ", "+1", "١"])
    func badHours(text: String) {
        let error = #expect(throws: RequestError.self) { try request(text) }
        #expect(error?.message == "hours must be more than 0 and at most 87600, got \"\(text)\"")
    }

    @Test("hours may be decimal", arguments: [("1.5", 5400), (".5", 1800), ("0.25", 900), ("87600", 315_360_000)])
    func goodHours(text: String, seconds: Int) throws {
        let request = try request(text)
        #expect(request.end - request.start == seconds)
    }

    @Test(
        "without a step the smallest is taken that gives at most 1,000 points a model",
        arguments: [
            ("83", HistoryStep.fiveMinutes), ("84", .quarterHour), ("249", .quarterHour), ("251", .hour),
            ("999", .hour), ("1001", .sixHours), ("5990", .sixHours), ("6010", .day), ("23900", .day), ("24100", .week),
            ("87600", .week),
        ])
    func chosenStep(hours: String, step: HistoryStep) throws { #expect(try request(hours).step == step) }

    @Test("a step that is none is refused with the list of those that are")
    func badStep() {
        let error = #expect(throws: RequestError.self) { try request("1", step: "4m") }
        #expect(
            error?.message == "step must be 5m, 10m, 15m, 30m, 1h, 2h, 3h, 6h, 12h, 1d or 7d, got \"4m\"")
    }

    @Test("more than 11,000 points a model are refused")
    func tooManyPoints() throws {
        #expect(try request("916", step: "5m").step == .fiveMinutes)
        let error = #expect(throws: RequestError.self) { try request("917", step: "5m") }
        #expect(error?.message == "step 5m gives 11004 points a model, more than 11000")
    }
}
