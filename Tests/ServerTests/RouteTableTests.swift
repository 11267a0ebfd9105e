import Foundation
import Testing

@testable import Server

@Suite("Routes")
struct RouteTableTests {
    @Test("are found with their last slash and without, and nothing else is", arguments: RouteTable.paths)
    func paths(path: String) {
        let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
        #expect(RouteTable.resource(at: bare)?.path == path)
        #expect(RouteTable.resource(at: bare + "/")?.path == path)
        #expect(RouteTable.resource(at: bare + "//") == nil)
        #expect(RouteTable.resource(at: "/x" + path) == nil)
        #expect(RouteTable.resource(at: bare + "/x") == nil)
    }

    @Test("are told in the order of the table, each once")
    func all() {
        #expect(Set(RouteTable.paths).count == RouteTable.paths.count)
        #expect(RouteTable.resource(at: "/api/nothing") == nil)
        #expect(RouteTable.resource(at: "/API/HEALTH") == nil)
    }

    /// What the compiler does not hold: for how long an answer is kept, and beside whom it is made.
    @Test("are kept as long as they hold, and made beside what takes as long")
    func keeping() {
        let told = RouteTable.all.map { "\($0.path) \($0.keeping) \($0.readsArchive ? "\($0.reads)" : "-")" }
        #expect(
            told == [
                "/api/metrics/p95/ untilNewData newest", "/api/metrics/ untilNewData newest",
                "/api/metrics/history/ untilNewData years", "/api/health/ never newest",
                "/api/models/ untilNewData newest", "/api/metrics/summary/ untilNewData day",
                "/api/compare/ untilNewData years", "/api/changes/ untilNewData years",
                "/api/slo/ untilNewData years", "/api/marks/ untilNewData newest",
                "/api/exclusions/ untilNewData newest", "/ untilNewData day",
                "/model untilNewData years", "/chart.svg untilNewData years", "/badge.svg untilNewData day",
                "/page.css forever -", "/page.js forever -", "/icon.svg forever -",
                "/metrics never day", "/healthz never -", "/readyz never newest", "/openapi.json forever -",
            ])
    }

    @Test("are open without a token only where they tell nothing of models")
    func open() {
        #expect(RouteTable.all.filter(\.isOpen).map(\.path) == ["/healthz", "/readyz"])
        #expect(RouteTable.all.filter { !$0.refusesOtherParameters }.map(\.path).count == 6)
    }

    /// What else the compiler does not hold: that the description of the API tells of what there is.
    @Test("are described with their parameters and formats", arguments: RouteTable.paths)
    func described(path: String) throws {
        let resource = try #require(RouteTable.resource(at: path))
        let document = try object(JSONSerialization.jsonObject(with: Data(PackageResources.openapi_json)))
        let components = try object(object(document["components"])["parameters"])
        let get = try object(object(object(document["paths"])[path])["get"])
        let parameters = try #require(get["parameters"] as? [[String: Any]]).map { parameter in
            let name = (parameter["$ref"] as? String)?.split(separator: "/").last.map(String.init)
            return try name.map { try object(components[$0]) } ?? parameter
        }
        #expect(Set(parameters.compactMap { $0["name"] as? String }) == resource.parameters)
        let answer = try object(object(get["responses"])["200"])
        let formats = try (answer["content"].map { try object($0) } ?? [:]).keys
        #expect(formats.contains("text/csv") == resource.parameters.contains("format"))
        let headers = answer["headers"] as? [String: Any] ?? [:]
        #expect((headers[WarningHeader.name] != nil) == resource.parameters.contains("format"))
    }

    private func object(_ value: Any?) throws -> [String: Any] { try #require(value as? [String: Any]) }
}
