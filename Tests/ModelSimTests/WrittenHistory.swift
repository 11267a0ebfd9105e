import FoundationEssentials

@testable import modelsim

/// What `History.write` wrote, read back.
struct WrittenHistory {
    let totals: TruthRecorder.Totals
    let metrics: String
    let truthText: String
    let truth: [[String: String]]
    let buckets: [[String: String]]

    init(_ history: History) throws {
        let directory = FileManager.default.temporaryDirectory.path + "/modelsim-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        totals = try history.write(to: directory)
        func read(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name)), as: UTF8.self)
        }
        metrics = try read("metrics.om")
        truthText = try read("truth.csv")
        truth = WrittenHistory.rows(truthText)
        buckets = WrittenHistory.rows(try read("buckets.csv"))
    }

    init(
        seed: UInt64 = 1, hours: Double, models: Int = 8, scrapeInterval: Int = 15, kinds: [ServerKind] = [.plain],
        eventful: Bool = true
    ) throws {
        let configuration = Fleet.Configuration(
            seed: seed, start: 1_760_000_100, models: models, scrapeInterval: scrapeInterval, kinds: kinds,
            eventful: eventful)
        try self.init(configuration, hours: hours)
    }

    init(_ configuration: Fleet.Configuration, hours: Double) throws {
        let end = configuration.start + Int(hours * 3600)
        let fleet = Fleet(configuration, until: end)
        try self.init(History(fleet: fleet, workload: RandomWorkload(configuration: configuration), end: end))
    }

    /// The truth of a window of the only model, named by its end in seconds since the start of the scripted fleet.
    func window(_ end: Int) -> [String: String] {
        truth.first { $0["window_end"] == "\(ScriptedFleet.start + end)" } ?? [:]
    }

    /// Every line's series and value, in the order of the file.
    var samples: [(series: Substring, value: Substring)] {
        metrics.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ")
            let value = words[words.count - 2]
            return (line[..<value.startIndex], value)
        }
    }

    /// RFC 4180, as any reader of spreadsheets does it: quoted fields may hold commas, quotes and line ends.
    static func rows(_ text: String) -> [[String: String]] {
        var records: [[String]] = [[]]
        var field = ""
        var quoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where quoted && scalars.first == "\"":
                field.unicodeScalars.append("\"")
                scalars.removeFirst()
            case "\"": quoted.toggle()
            case "," where !quoted:
                records[records.count - 1].append(field)
                field = ""
            case "\r" where !quoted: continue
            case "\n" where !quoted:
                records[records.count - 1].append(field)
                field = ""
                records.append([])
            default: field.unicodeScalars.append(scalar)
            }
        }
        let header = records[0]
        return records.dropFirst().filter { $0.count == header.count }.map {
            Dictionary(uniqueKeysWithValues: zip(header, $0))
        }
    }
}
