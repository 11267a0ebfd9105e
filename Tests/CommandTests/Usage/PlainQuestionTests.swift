import ArgumentParser
import Latency
import Questions
import Testing

@testable import metricsctl

/// What ArgumentParser makes of a question is the truth here.
@Suite struct PlainQuestionTests {
    private static let commands: [any QuestionCommand.Type] = [
        P95Command.self, AllCommand.self, HistoryCommand.self, ModelsCommand.self, SummaryCommand.self,
        CompareCommand.self, ChangesCommand.self, SloShow.self, HealthCommand.self,
    ]

    private let context = FakeContext().context()

    @Test("each parameter of each question is read as ArgumentParser reads it", arguments: commands.indices)
    func parameters(of command: Int) throws { try parameters(Self.commands[command]) }

    private func parameters<Command: QuestionCommand>(_: Command.Type) throws {
        let route = try #require(Command.Asked.route)
        try same(Command.self, [])
        for parameter in route.parameters.subtracting(["format"]).sorted() {
            let name = parameter == "model_name" ? "model" : String(parameter.map { $0 == "_" ? "-" : $0 })
            // A plain date is a time where a time is meant, and as good a name as any.
            let option = ["--\(name)"] + (parameter.hasPrefix("merge_") ? [] : ["2025-01-31"])
            try same(Command.self, option)
            if route.repeatable.contains(parameter) {
                try same(Command.self, option + ["--\(name)", "a=b", "--db", "/a b"])
            } else {
                #expect(Query<Command.Asked>(plain: (option + option)[...], in: context) == nil)
            }
        }
        for format in ["table", "json", "csv", "plot"] { try same(Command.self, ["--format", format]) }
        try same(Command.self, ["--json", "--config", "p95", "--db", "++x"])
    }

    private func same<Command: QuestionCommand>(_: Command.Type, _ options: [String]) throws {
        let plain = try #require(Query<Command.Asked>(plain: options[...], in: context), "\(options)")
        let command = try #require(try Metricsctl.parseAsRoot([Command.Asked.name] + options) as? Command)
        #expect(try command.query(in: context) == plain, "\(options)")
    }

    @Test(
        "whatever is more is left to ArgumentParser",
        arguments: [
            ["p95"], ["--json", "--json"], ["--json", "--format", "csv"], ["--format", "xml"], ["--format"],
            ["--format", "csv", "--format", "csv"], ["--db"], ["--db", ""], ["--db", "a", "--db", "b"], ["--db", "-a"],
            ["--db", "--json"], ["--db=a"], ["--help"], ["-h"], ["--json", "--"], ["--at", "-1"], ["--model", ""],
            ["--model-name", "m"], ["--metric_name", "m"], ["--metric", "m"], ["--hours", "6"], ["--", "--json"],
            ["--"],
            ["--merge-models", "--merge-models"], ["--merge-models", "x"], ["--model"], ["---model", "m"], [""],
        ])
    func notPlain(options: [String]) { #expect(Query<P95Question>(plain: options[...], in: context) == nil) }

    @Test(
        "a line without a question is not asked",
        arguments: [[], ["collect"], ["--json", "p95"], ["slo", "show"], ["runs"]])
    func noQuestion(arguments: [String]) throws { #expect(try !PlainQuestion.ask(arguments, in: context)) }
}
