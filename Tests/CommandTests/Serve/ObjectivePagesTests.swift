import Foundation
import TestSupport
import Testing

/// Objectives on the pages and badges of a server.
@Suite(.serialized) struct ObjectivePagesTests {
    private static let at = "at=\(MeasuredArchive.moment.replacing("+", with: "%2B"))"
    private static let configuration = """
        objectives:
          - {name: chat, models: "*", measure: ttft, below: 250ms, target: 90%, period: month}
          - {name: whole, models: "llama*", measure: e2e, below: 2500ms, target: 99.99%, period: 7d}

        """

    private let archive: MeasuredArchive
    private let server: ServedProgram

    init() throws {
        archive = try MeasuredArchive()
        let file = archive.folder.path("config.yaml")
        try Data(Self.configuration.utf8).write(to: URL(filePath: file))
        server = try ServedProgram(archive: archive.path, arguments: ["--config", file])
    }

    @Test("the list says of each objective and model what the JSON says, and the filter narrows it")
    func list() throws {
        let browser = try Browser()
        try browser.open("\(server.url)/?\(Self.at)&source=east")
        let entries = try server.entries("/api/slo/?\(Self.at)")
        let rows = "[...document.querySelectorAll('#objectives tbody tr:not([hidden])')]"
        let models = try browser.texts("\(rows).map(e => e.querySelector('th').innerText)")
        #expect(models == entries.compactMap { $0["model"] as? String } && models.count > 2)
        let low = try browser.texts("\(rows).map(e => e.cells[5].querySelector('b').innerText)").map { text in
            Double(text.prefix { $0 != "–" && $0 != " " }).map { Int($0 * 100) }
        }
        #expect(low == entries.map { ($0["share_low"] as? Double).map { Int(($0 * 10_000).rounded(.down)) } })
        try browser.type("gpt", into: "filter")
        try browser.wait(until: "\(rows).length == 1")
        #expect(try browser.complaints() == [])

        try browser.open("\(server.url)/model?name=gpt-4&\(Self.at)&source=east")
        #expect(try browser.texts("\(rows).map(e => e.querySelector('th').innerText)") == ["chat"])
    }

    @Test("axe finds nothing to fix, and on a phone nothing makes the page wider", arguments: ["en", "ko"])
    func accessibility(language: String) throws {
        let browser = try Browser()
        for target in ["/?source=east", "/model?name=llama-3-70b&source=east"] {
            for width in [1280, 400] {
                try browser.devTools(
                    "Emulation.setDeviceMetricsOverride",
                    ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500])
                try browser.open("\(server.url)\(target)&\(Self.at)&lang=\(language)")
                #expect(try browser.number("document.querySelectorAll('#objectives').length") == 1)
                #expect(try browser.violations() == [], "\(target) \(width)")
                #expect(try browser.number("document.documentElement.scrollWidth") <= Double(width))
            }
        }
    }

    @Test("a badge is that of an objective, of all its models or of one")
    func badges() throws {
        func label(_ query: String) throws -> String {
            let reply = try server.request("/badge.svg?\(query)")
            #expect(reply.status == 200 && reply.headers["content-type"] == "image/svg+xml; charset=utf-8")
            return XMLCheck(reply.body).elements.first?.attributes["aria-label"] ?? ""
        }
        #expect(try label("objective=chat&\(Self.at)").hasPrefix("chat: "))
        #expect(try label("objective=chat&model_name=gpt-4&\(Self.at)").hasPrefix("chat, gpt-4: "))
        #expect(try label("objective=chat") == "chat: no data (Objective)")
        #expect(try label("objective=whole&model_name=gpt-4&\(Self.at)") == "whole, gpt-4: no data (Objective)")
        for (query, message) in [
            ("objective=chad", #"there is no objective \"chad\", only \"chat\", \"whole\""#),
            ("objective=chat&measure=ttft", "objective and measure exclude each other"),
            ("", "model_name"),
        ] {
            let reply = try server.request("/badge.svg?\(query)")
            #expect(reply.status == 400 && reply.body.contains(message), "\(reply.body)")
        }
    }
}
