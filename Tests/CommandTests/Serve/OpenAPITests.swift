import Foundation
import Server
import TestSupport
import Testing

/// Holds the server against the description that it gives of itself.
@Suite struct OpenAPITests {
    @Test("the description has every route and no other")
    func routes() throws {
        let sample = try SampleArchive()
        let reply = try ServedProgram(archive: sample.path).request("/openapi.json")
        #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: Any])
        let methods = paths.mapValues { Set(($0 as? [String: Any] ?? [:]).keys) }
        #expect(Set(methods.filter { $0.value.contains("get") }.keys) == Set(RouteTable.paths))
        let others = methods.mapValues { $0.subtracting(["get"]) }.filter { !$0.value.isEmpty }
        #expect(
            others == [
                "/api/v1/read": ["post"], "/mcp": ["post"], "/api/marks/": ["post"], "/api/marks/{id}": ["delete"],
            ])
    }

    @Test("README or its page on HTTP names every route")
    func readme() throws {
        let readme = try Checkout.text("README.md") + Checkout.text("Sources/Documentation/HTTP.md")
        // What only the pages ask for needs no introduction.
        for path in RouteTable.paths where !["/page.css", "/page.js", "/icon.svg"].contains(path) {
            #expect(readme.contains("`\(path)") || readme.contains("GET \(path)"), "README does not name \(path)")
        }
    }

    /// A validator of other people's reads the description and every answer. Keys that it does not name are findings too.
    @Test("every route answers as its description says, with an archive and without", arguments: [false, true])
    func answers(empty: Bool) throws {
        let sample = try SampleArchive(empty: empty)
        let server = try ServedProgram(archive: sample.path)
        let result = try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
            "python3", "-c", OpenAPITests.validation, "http://127.0.0.1:\(server.port)")
        #expect(result.exitCode == 0, "\(result.stderr)")
        #expect(result.stdout == "\(RouteTable.paths.count) routes\n")
    }

    private static let validation = #"""
        import json, sys, urllib.error, urllib.parse, urllib.request
        from jsonschema import Draft202012Validator

        def ask(path, query):
            url = sys.argv[1] + path + "?" + urllib.parse.urlencode(query, doseq=True)
            try:
                answer = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=60)
            except urllib.error.HTTPError as error:
                answer = error
            return str(answer.status), answer.headers["Content-Type"].split(";")[0], answer.read()

        def resolved(node):
            if "$ref" not in node: return node
            found = document
            for key in node["$ref"][2:].split("/"): found = found[key]
            return found

        def close(node):
            if isinstance(node, dict):
                if "properties" in node and node.get("type") == "object": node["additionalProperties"] = False
                for child in node.values(): close(child)
            elif isinstance(node, list):
                for child in node: close(child)

        document = json.loads(ask("/openapi.json", {})[2])
        for name in ["P95", "All", "Models", "Summary", "Comparisons", "Changes", "Range", "MeasureCell", "HistoryPoint", "CounterPoint", "TokensPoint", "History", "State", "Error"]: close(document["components"]["schemas"][name])
        values = {"model_name": "gpt-4", "name": "gpt-4", "hours": "2", "at": "2025-10-17T14:32:30+09:00"}
        wrong = {"at": "noon", "format": "xml"}
        csv = {"format": "csv", "hours": "2h", "at": "2025-10-18"}
        divided = {"by": ["source"], "merge_models": "", "below": ["1s", "2s"], "period": "2025-10", "at": "2025-10-18"}
        asked = {path: item for path, item in document["paths"].items() if "get" in item}
        for path, item in asked.items():
            names = {resolved(parameter)["name"] for parameter in item["get"]["parameters"]}
            for given in [values, {}, wrong, csv, divided]:
                query = {name: value for name, value in given.items() if name in names}
                status, kind, body = ask(path, query)
                assert status in item["get"]["responses"], (path, query, status, body)
                content = resolved(item["get"]["responses"][status])["content"]
                assert kind in content, (path, query, status, kind)
                if kind == "application/json":
                    schema = dict(content[kind]["schema"], components=document["components"])
                    Draft202012Validator.check_schema(schema)
                    for error in Draft202012Validator(schema).iter_errors(json.loads(body)):
                        raise SystemExit(f"{path} {query} {status}: {error.message} at {list(error.path)}")
        print(len(asked), "routes")
        """#
}
