import Archive
import Foundation
import Latency
import Questions
import Rendering
import SQLiteStore
import TestSupport
import Testing

/// Pages of sources that have several measures, in a real browser, one at a time.
@Suite(.serialized) struct MeasurePagesTests {
    private static let at = "at=2025-10-17T14:32:30%2B09:00"
    private static let llama = "meta-llama%2FLlama-3.1-70B-Instruct"
    private static let page = """
        page: {title: Our models}
        models:
          - {match: "meta-llama/*", name: Llama 3.1 70B, good_below: {e2e: 1s, ttft: 1ms}, warning_below: {e2e: 2s, ttft: 2ms}}

        """

    @Test("a model's page shows all measures of its source over the same time, and the other source's behind a link")
    func model() throws {
        let archive = try ClusterArchive()
        let server = try ServedProgram(archive: archive.path)
        let browser = try Browser()
        try browser.open("\(server.url)/model?name=gpt-4&hours=2&\(Self.at)")
        let titles = try browser.texts("[...document.querySelectorAll('figure h2')].map(e => e.innerText)")
        #expect(titles == ["Whole request", "Requests", "Time to first token", "Time between tokens"])
        let ids = try browser.texts("[...document.querySelectorAll('[id]')].map(e => e.id)")
        #expect(ids.count == Set(ids).count)
        // One axis: the same hours at the same places.
        let axes = try browser.texts(
            """
            [...document.querySelectorAll('figure .plot > svg')].map(
                svg => [...svg.querySelectorAll('text.tick.time')].map(e => e.textContent + e.getAttribute('x')).join())
            """)
        #expect(axes.count == 4 && Set(axes).count == 1)
        let rows = try browser.texts("[...document.querySelectorAll('#measures tbody th')].map(e => e.innerText)")
        #expect(rows == ["Whole request", "Time to first token", "Time between tokens"])
        // Of the times between tokens the intervals are counted, and called so.
        let counted = try browser.texts(
            "[...document.querySelectorAll('#measures tr td:last-child b')].map(e => e.innerText)")
        #expect(counted == ["130", "130", "130"])
        #expect(
            try browser.text("document.querySelector('#measures tr:last-child td:last-child small').innerText")
                == "Intervals")
        _ = try browser.value("document.querySelector('#measures tbody tr:nth-child(2) a').click()")
        try browser.wait(until: "location.hash == '#latency-ttft'")
        try browser.wait(until: "document.getElementById('latency-ttft').getBoundingClientRect().top < innerHeight")

        _ = try browser.value("document.querySelector('nav.sources a:not([aria-current])').click()")
        try browser.wait(until: "location.search.includes('source=cluster-b') && document.readyState == 'complete'")
        #expect(try browser.number("document.querySelectorAll('figure').length") == 2)
        #expect(try browser.complaints() == [])
    }

    @Test(
        "a model's page switches label values, keeps what else was chosen, and shows what the history of these values says"
    )
    func labels() throws {
        let archive = try MeasuredArchive()
        let server = try ServedProgram(archive: archive.path)
        let browser = try Browser()
        try browser.open("\(server.url)/model?name=llama-3-70b&source=east&measure=ttft&hours=1&\(Self.at)")
        let links = "[...document.querySelectorAll('nav[aria-label=region] a')]"
        #expect(try browser.texts("\(links).map(e => e.innerText)") == ["all", "eu", "us"])
        #expect(try browser.text("\(links).find(e => e.ariaCurrent).innerText") == "all")
        for (place, value, requests) in [(2, "us", 200), (1, "eu", 100), (0, nil, 300)] as [(Int, String?, Int)] {
            _ = try browser.value("\(links)[\(place)].click()")
            let chosen = value.map { "'region=\($0)'" } ?? "null"
            try browser.wait(
                until: "new URL(location).searchParams.get('where') == \(chosen) && document.readyState == 'complete'")
            #expect(try browser.text("\(links).find(e => e.ariaCurrent).innerText") == value ?? "all")
            #expect(
                try browser.value("location.search.includes('measure=ttft&at=') && location.search.includes('hours=1')")
                    as? Bool == true)

            let condition = value.map { "&where=region%3D\($0)" } ?? ""
            for (measure, figure) in [("ttft", "requests"), ("errors", "requests-errors")] {
                let entries = try server.entries(
                    "/api/metrics/history/?model_name=llama-3-70b&source=east&measure=\(measure)&hours=1\(condition)&\(Self.at)"
                )
                let points = try #require(entries.first?["data_points"] as? [[String: Any]])
                let counts = points.compactMap { ($0["requests"] ?? $0["count"]) as? Int }
                #expect(counts.count == 12 && (measure == "errors" || counts == Array(repeating: requests, count: 12)))
                let cells = "document.querySelectorAll('#\(figure) tbody td:nth-child(2) b')"
                #expect(
                    try browser.texts("[...\(cells)].map(e => e.textContent)").reversed()
                        == counts.filter { $0 > 0 }.map(String.init),
                    "\(measure) \(condition)")
            }
            let resources = try browser.texts("[...document.querySelectorAll('.links a')].map(e => e.href)")
            #expect(resources.count == 3 && resources.allSatisfy { $0.contains("where=region%3D") == (value != nil) })
            for address in resources {
                #expect(try server.request(String(address.dropFirst(server.url.count))).status == 200)
            }
        }
        #expect(try browser.complaints() == [])
    }

    @Test("a page of a label that nothing is kept by, or of two sources, says what is wrong")
    func wrongLabels() throws {
        let archive = try MeasuredArchive()
        let server = try ServedProgram(archive: archive.path)
        for (query, said) in [
            ("where=zone%3Da", "no source is kept by label"), ("where=eu", "where must be LABEL=VALUE"),
            ("where=source%3Deast&where=source%3Dwest", "there can be one source here"),
        ] {
            for path in ["/model?name=gpt-4", "/badge.svg?model_name=gpt-4", "/chart.svg?model_name=gpt-4"] {
                let reply = try server.request("\(path)&\(query)&\(Self.at)")
                #expect(reply.status == 400 && reply.body.contains(said), "\(path) \(query)")
            }
        }
        let west = try server.request("/model?name=gpt-4&where=source%3Dwest&\(Self.at)")
        #expect(west.status == 200 && west.body.contains("litellm_request_total_latency_metric"))
    }

    @Test("a model's page names the source that it found, and so do its links: the API does not look for one")
    func foundSource() throws {
        let archive = try MeasuredArchive()
        let server = try ServedProgram(archive: archive.path)
        let page = XMLCheck(try server.request("/model?name=llama-3-70b&hours=1&\(Self.at)").body)
        #expect(page.all("p", class: "source").count == 2 && page.text.contains("east"))
        let links = page.all("a").compactMap { $0["href"] }.filter { $0.contains("model_name=llama-3-70b") }
        #expect(links.count == 3 && links.allSatisfy { $0.contains("source=east") })
        let data = try #require(links.first { $0.hasPrefix("api/metrics/history/") })
        #expect(try server.entries("/\(data)").count == 1)
    }

    @Test("the list switches measures of a source, and pictures are of the measure that is asked for")
    func measures() throws {
        let archive = try ClusterArchive()
        let server = try ServedProgram(archive: archive.path)
        let browser = try Browser()
        try browser.open("\(server.url)/?\(Self.at)&source=cluster-a")
        let links = "[...document.querySelectorAll('nav.sources:last-of-type a')]"
        #expect(
            try browser.texts("\(links).map(e => e.innerText)")
                == ["Whole request", "Time to first token", "Time between tokens"])
        _ = try browser.value("\(links)[1].click()")
        try browser.wait(until: "location.search.includes('measure=ttft') && document.readyState == 'complete'")
        #expect(try browser.text("document.querySelector('nav [aria-current]').innerText") == "cluster-a")
        #expect(try browser.text("\(links).find(e => e.ariaCurrent).innerText") == "Time to first token")

        try browser.open("\(server.url)/?\(Self.at)&source=cluster-a&measure=itl")
        #expect(try browser.text("document.getElementById('sort-requests').innerText") == "Intervals")
        try browser.open("\(server.url)/model?name=gpt-4&\(Self.at)&source=cluster-a&measure=itl")
        #expect(try browser.text("document.querySelector('#requests h2').innerText") == "Intervals")

        let badge = try server.request("/badge.svg?model_name=gpt-4&source=cluster-a&measure=ttft&\(Self.at)")
        #expect(badge.status == 200 && badge.body.contains("gpt-4: ttft p95 "))
        let chart = try server.request("/chart.svg?model_name=gpt-4&source=cluster-a&measure=ttft&\(Self.at)")
        #expect(chart.status == 200 && chart.body.contains(">gpt-4 · Time to first token</text>"))
        let unknown = try server.request("/badge.svg?model_name=gpt-4&source=cluster-a&measure=tpot")
        #expect(unknown.status == 400 && unknown.body.contains("ttft"))
        let odds = try server.request(
            "/chart.svg?model_name=gpt-4&measure=itl&metric_name=vllm:e2e_request_latency_seconds")
        #expect(odds.status == 400)
    }

    @Test("the list has a table of all measures of its source, which the filter narrows, with a script or without")
    func table() throws {
        let archive = try ClusterArchive()
        let server = try ServedProgram(archive: archive.path)
        let browser = try Browser()
        try browser.open("\(server.url)/?\(Self.at)&source=cluster-a&measure=itl")
        let titles = try browser.texts("[...document.querySelectorAll('#measures thead th')].map(e => e.innerText)")
        #expect(
            titles == [
                "Model", "Requests/min", "Time to first token p50", "Time to first token p95",
                "Time between tokens p95", "Whole request p95",
            ])
        let rows = "document.querySelectorAll('#measures tbody tr:not([hidden])').length"
        #expect(try browser.number(rows) == 3)
        let models = try server.request("/api/models/?source=cluster-a&\(Self.at)").body
        let shown = try browser.text(
            "document.querySelector('#measures tbody tr:nth-child(1) td:nth-child(4) b').innerText")
        let p95 = try #require(models.firstMatch(of: /"ttft":\{"p50_ms".*?"p95_ms":([0-9.]+)/)).1
        #expect(shown == "\(Int((Double(p95) ?? 0).rounded())) ms")
        try browser.type("gpt", into: "filter")
        try browser.wait(until: "\(rows) == 1")
        #expect(try browser.complaints() == [])

        let filtered = try server.request("/?source=cluster-a&q=gpt&\(Self.at)").body
        let table = try #require(filtered.firstMatch(of: /(?s)<table id="measures".*?<\/table>/)).0
        #expect(table.contains("gpt-4") && !table.contains("internal-test"))
        // Of a source with one measure the page says all anyway.
        #expect(try !server.request("/?source=cluster-b&\(Self.at)").body.contains("id=\"measures\""))
    }

    @Test("pages of a counter have counts and rates, and nothing of times and their limits")
    func counters() throws {
        let archive = try MeasuredArchive()
        let server = try ServedProgram(archive: archive.path)
        let page = XMLCheck(try server.request("/?source=east&measure=errors&\(Self.at)").body)
        #expect(
            page.failure == nil && page.all("span", class: "chip").isEmpty && page.all("ul", class: "states").isEmpty)
        for words in ["Errors, last 24 hours", "Per minute, last hour", "Rates are of the time that was collected."] {
            #expect(page.text.contains(words), "\(words)")
        }
        for words in ["unknown", "p95 below", "Model latency", "no traffic", "cannot tell"] {
            #expect(!page.text.contains(words), "\(words)")
        }
        let summary = try server.entries("/api/metrics/summary/?source=east&measure=errors&hours=1&\(Self.at)")
        let count = try #require(summary.first?["count"] as? Int)
        let rate = try #require(summary.first?["per_minute"] as? Double)
        let body = try server.request("/?source=east&measure=errors&sort=-rate&\(Self.at)").body
        let table = String(try #require(body.firstMatch(of: /(?s)<table id="models".*?<\/table>/)).0)
        let numbers = table.matches(of: /<b>([0-9.]+)<\/b>/).compactMap { Double($0.1) }
        #expect(numbers == [rate, Double(count)])
        #expect(table.contains("aria-sort=\"descending\""))

        let model = XMLCheck(try server.request("/model?name=llama-3-70b&source=east&measure=errors&\(Self.at)").body)
        #expect(model.failure == nil && model.all("span", class: "chip").isEmpty)
        #expect(model.all("figure").first?["id"] == "requests" && !model.text.contains("badge.svg"))
    }

    @Test("a scrape has the percentiles of each measure, whatever its metric is called")
    func scrape() throws {
        let cluster = try ClusterArchive()
        let archive = try Archive(readingAt: cluster.path)
        let context = QuestionContext(now: SampleArchive.newest + 150, zone: .utc)
        let models = try ModelsQuestion(QueryParameters(), in: context, ofEveryMetric: true).answer(from: archive)
        let health = try HealthQuestion(QueryParameters(), in: context).answer(from: archive, active: models.active)
        let text = PrometheusText.text(health: health, models: models)
        for (measure, metric, _) in ClusterArchive.metrics {
            let labels = #"source="cluster-a",measure="\#(measure)",model="gpt-4""#
            let value = try #require(self.value("metricsctl_measure_p95_seconds{\(labels)}", in: text))
            let byMetric = #"source="cluster-a",metric_name="\#(metric.text)",model="gpt-4""#
            #expect(value == self.value("metricsctl_latency_p95_seconds{\(byMetric)}", in: text))
            #expect(self.value("metricsctl_measure_p95_upper_seconds{\(labels)}", in: text) != nil)
        }
    }

    private func value(_ series: String, in text: String) -> Substring? {
        text.split(separator: "\n").first { $0.hasPrefix(series + " ") }?.dropFirst(series.count + 1)
    }

    @Test("a file's title, names and thresholds are those of the pages")
    func configured() throws {
        let archive = try ClusterArchive()
        let server = try ServedProgram(archive: archive.path, arguments: try archive.configuration(Self.page))
        let browser = try Browser()
        try browser.open("\(server.url)/?\(Self.at)&source=cluster-a")
        #expect(try browser.text("document.querySelector('h1').innerText") == "Our models")
        let shown = try browser.texts("[...document.querySelectorAll('#models tbody th')].map(e => e.innerText)")
        #expect(Set(shown) == ["Llama 3.1 70B", "gpt-4", "internal-test"])
        let states = try browser.texts(
            """
            [...document.querySelectorAll('#models tbody tr')].map(
                e => e.querySelector('th').innerText + ' ' + e.querySelector('.chip').innerText)
            """)
        #expect(states.contains("Llama 3.1 70B danger") && states.contains("gpt-4 good"))
        // Whose limits they are that a tile names.
        let tiles = try browser.texts("[...document.querySelectorAll('.states small')].map(e => e.innerText)")
        #expect(tiles.prefix(3).allSatisfy { $0.hasSuffix(", unless the model has its own limits") })
        #expect(!tiles[3].contains("unless"))
        try browser.type("llama-3.1-70b-inst", into: "filter")
        try browser.wait(until: "document.querySelectorAll('#models tbody tr:not([hidden])').length == 0")
        try browser.open("\(server.url)/?\(Self.at)&source=cluster-a&q=llama-3.1-70b-inst")
        #expect(try browser.number("document.querySelectorAll('#models tbody tr').length") == 1)

        try browser.open("\(server.url)/model?name=\(Self.llama)&source=cluster-a&\(Self.at)")
        #expect(try browser.text("document.querySelector('h1').innerText") == "Llama 3.1 70B")
        #expect(try browser.text("document.querySelector('header code').innerText").contains("meta-llama/"))
    }

    @Test("axe finds nothing to fix, and on a phone nothing makes the page wider", arguments: ["en", "ko"])
    func accessibility(language: String) throws {
        let archive = try ClusterArchive()
        let server = try ServedProgram(archive: archive.path)
        let browser = try Browser()
        for target in ["/?source=cluster-a", "/model?name=\(Self.llama)&source=cluster-a"] {
            for width in [1280, 400] {
                try browser.devTools(
                    "Emulation.setDeviceMetricsOverride",
                    ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500])
                try browser.open("\(server.url)\(target)&\(Self.at)&lang=\(language)")
                #expect(try browser.violations() == [], "\(target) \(width)")
                #expect(try browser.number("document.documentElement.scrollWidth") <= Double(width))
            }
        }
    }

    @Test("with many label values axe finds nothing to fix, and on a phone nothing makes the page wider")
    func manyLabels() throws {
        let archive = try MeasuredArchive(regions: (0..<40).map { "region-\($0)-\(String(repeating: "x", count: 60))" })
        let server = try ServedProgram(archive: archive.path)
        let browser = try Browser()
        for width in [1280, 390] {
            try browser.devTools(
                "Emulation.setDeviceMetricsOverride",
                ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500])
            try browser.open("\(server.url)/model?name=llama-3-70b&source=east&\(Self.at)")
            for isOpen in [false, true] {
                _ = try browser.value("document.querySelector('details.labels').open = \(isOpen)")
                #expect(try browser.violations() == [], "\(width)")
                #expect(try browser.number("document.documentElement.scrollWidth") <= Double(width))
            }
        }
    }
}
