import Archive
import Latency
import Testing

@testable import Questions

@Suite("What a question is about")
struct QuestionScopeTests {
    private func scope(_ values: [String: [Name]], at minutes: Int = 60) throws -> QuestionScope {
        try QuestionScope(QueryParameters(values), now: TestArchive.time(minutes))
    }

    private func resolved(_ values: [String: [Name]], in test: TestArchive) throws -> ResolvedScope {
        var damages = Damages()
        return try ResolvedScope(scope(values), in: test.archive, &damages)
    }

    private func source(
        _ name: Name, _ metric: Name, measure: Name? = nil, kind: SourceKind = .histogram, unit: LatencyUnit = .seconds
    ) -> Source {
        Source(
            id: 1,
            description: SourceDescription(
                name: name, metric: metric, url: "", selector: "", modelLabel: "model", unit: unit, measure: measure,
                kind: kind))
    }

    /// vLLM's whole requests and first tokens from two clusters, and something that no table knows from one.
    private func archive() throws -> TestArchive {
        let test = try TestArchive()
        for (name, metric) in [
            ("east", "vllm:time_to_first_token_seconds"), ("east", "vllm:e2e_request_latency_seconds"),
            ("west", "vllm:e2e_request_latency_seconds"), ("west", "own_seconds"),
        ] as [(Name, Name)] {
            let source = try test.source(name, metric: metric)
            for (model, count) in [("llama-3", 1), ("gpt-4", 2), ("gpt-4o", 3), ("g*", 4)] as [(Name, Int)] {
                try test.collect(5, try TestArchive.model(model, [0, count, 0, 0]), of: source)
            }
        }
        return test
    }

    @Test("is read from parameters, with labels' values split at the first equals sign")
    func reading() throws {
        let scope = try scope([
            "measure": ["ttft"], "source": ["a"], "model_name": ["m", ""], "by": ["region", "source", "region"],
            "where": ["region=eu", "region=us", "team=a=b", "tier=", "source=b"], "merge_models": [""],
        ])
        #expect(scope.measure == "ttft" && scope.metric == nil && scope.sources == ["a", "b"])
        #expect(scope.models == ["m", ""] && scope.by == ["region", "source"])
        #expect(scope.wanted == ["region": ["eu", "us"], "team": ["a=b"], "tier": [""]])
        #expect(scope.mergesModels && !scope.mergesSources)
    }

    @Test(
        "is refused where a parameter can't be read",
        arguments: [
            (["where": ["region"]], RequestError.badWhere("region")), (["where": ["=eu"]], .badWhere("=eu")),
            (["merge_models": ["1"]], .badFlag("1", parameter: "merge_models")),
            (["merge_sources": ["true"], "by": ["source"]], .mergesAndDivides),
            (["at": ["noon"]], .badTime("noon")),
        ] as [([String: [Name]], RequestError)])
    func refused(values: [String: [Name]], error: RequestError) { #expect(throws: error) { try scope(values) } }

    @Test("takes known names of models literally, and others for patterns")
    func models() throws {
        let known: [Name] = ["g*", "gpt-4", "gpt-4o", "llama-3", ""]
        func models(_ asked: Name...) throws -> Set<Name>? { try scope(["model_name": asked]).models(among: known) }
        #expect(try models() == nil)
        #expect(try models("g*") == ["g*"])
        #expect(try models("gpt*") == ["gpt-4", "gpt-4o"])
        #expect(try models("gpt-4?", "l*") == ["gpt-4o", "llama-3"])
        #expect(try models("*") == Set(known))
        #expect(try models("") == [""])
        #expect(try models("gpt-\\*", "nothing") == [])
    }

    @Test("is whole requests where nothing is said, of all sources that measure them")
    func usualMeasure() throws {
        let resolved = try resolved([:], in: archive())
        #expect(resolved.measure == "e2e" && resolved.sources.map(\.description.name) == ["east", "west"])
        #expect(resolved.models == nil && resolved.knownModels == ["g*", "gpt-4", "gpt-4o", "llama-3"])
    }

    @Test("is what was collected first where nothing measures whole requests")
    func firstMeasure() throws {
        let test = try TestArchive()
        for metric in ["b_seconds", "a_seconds"] as [Name] {
            try test.collect(5, try TestArchive.model("m", [1, 0, 0, 0]), of: test.source(metric: metric))
        }
        #expect(try resolved([:], in: test).measure == "b_seconds")
        #expect(try resolved(["metric_name": ["a_seconds"]], in: test).measure == "a_seconds")
        #expect(try resolved(["measure": ["a_seconds"]], in: test).measure == "a_seconds")
    }

    @Test("is a measure of the sources that are named")
    func named() throws {
        let test = try archive()
        func names(_ values: [String: [Name]]) throws -> [Name] {
            try resolved(values, in: test).sources.map(\.description.name)
        }
        #expect(try names(["measure": ["ttft"]]) == ["east"])
        #expect(try names(["source": ["west"]]) == ["west"])
        #expect(try names(["source": ["west", "east"]]) == ["east", "west"])
        #expect(try names(["where": ["source=west"]]) == ["west"])
        #expect(try names(["measure": ["e2e"], "metric_name": ["vllm:e2e_request_latency_seconds"]]).count == 2)
    }

    @Test("is an error where the archive has none of it")
    func unknown() throws {
        let test = try archive()
        func error(_ values: [String: [Name]]) -> String? {
            do {
                _ = try resolved(values, in: test)
                return nil
            } catch {
                return (error as? RequestError)?.message
            }
        }
        #expect(error(["measure": ["tpot"]]) == #"nothing measures "tpot", only "ttft", "e2e", "own_seconds""#)
        #expect(
            error(["measure": ["ttft"], "source": ["west"]]) == #"nothing measures "ttft", only "e2e", "own_seconds""#)
        #expect(
            error(["measure": ["ttft"], "metric_name": ["own_seconds"]])
                == #"metric "own_seconds" measures "own_seconds", not "ttft""#)
        #expect(error(["by": ["region"]]) == #"no source is kept by label "region", only by "source""#)
        #expect(error(["where": ["region=eu"]]) == #"no source is kept by label "region", only by "source""#)
        #expect(error(["source": ["north"]])?.hasPrefix(#"there is no source "north", only "east" ("#) == true)
        #expect(error(["metric_name": ["x"]])?.hasPrefix(#"there is no metric "x", only "east" ("#) == true)
    }

    @Test("of a model that there is not has nothing to show, and says why")
    func unknownModel() throws {
        let test = try archive()
        var damages = Damages()
        let resolved = try resolved(["model_name": ["gpt-5"]], in: test)
        let reason = try resolved.emptyReason(in: test.archive, &damages)
        #expect(resolved.models == [] && reason == .unknownModel("gpt-5", similar: "gpt-4"))
        let known = try self.resolved(["model_name": ["g?t*"]], in: test)
        #expect(try known.emptyReason(in: test.archive, &damages) == nil)
    }

    @Test("measures are told, known by their metric, or called by its name; the first of a source has it")
    func measures() {
        let sources = [
            source("a", "vllm:e2e_request_latency_seconds"), source("a", "own_seconds", measure: "ttft"),
            source("a", "other_seconds", measure: "e2e"), source("a", "more_seconds"),
            source("b", "other_seconds", measure: "e2e"),
            source("b", "vllm:generation_tokens_total", kind: .counter),
            source("b", #"vllm:request_success_total{x="y"}"#, measure: "errors", kind: .counter),
        ]
        let measures = SourceMeasures(sources)
        #expect(
            sources.map(measures.measure) == [
                "e2e", "ttft", "other_seconds", "more_seconds", "e2e", "output_tokens", "errors",
            ])
    }
}
