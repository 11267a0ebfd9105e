import Archive
import CMemory
import Dispatch
import NIOCore
import NIOHTTP1
import Questions
import Rendering
import Support
import Synchronization

/// Answers Prometheus' remote read, two requests at a time; others wait.
final class RemoteRead: Sendable {
    /// A month of all buckets of twenty models has a sixth.
    private static let mostSamples = 20_000_000
    private static let mostSeries = 20_000
    /// What one request has in memory, at eight bytes each, or some four where they are chunks: of a model's thirteen buckets a
    /// year of seven, or of all.
    private static let (samplesAtOnce, chunkedAtOnce) = (740_000, 1_400_000)
    /// How long one may take, without its wait.
    private static let longest = Duration.seconds(60)
    /// A dashboard asks as many questions at once as it has panels.
    private static let mostWaiting = 64

    private let settings: ServerSettings
    private let lanes: [ArchiveReader]
    /// How many are in each lane.
    private let queued: Mutex<[Int]>

    init(settings: ServerSettings) {
        self.settings = settings
        lanes = (0..<2).map { _ in ArchiveReader(archivePath: settings.archivePath, archives: settings.archives) }
        queued = Mutex(Array(repeating: 0, count: lanes.count))
    }

    /// Hands the answer to `send`, from another thread.
    func answer(_ body: ByteBuffer, send: @escaping @Sendable (Response) -> Void) {
        let lane = queued.withLock { queued -> Int? in
            guard queued.reduce(0, +) < Self.mostWaiting, let lane = queued.indices.min(by: { queued[$0] < queued[$1] })
            else { return nil }
            queued[lane] += 1
            return lane
        }
        guard let lane else {
            return send(.failure(.serviceUnavailable, "too many wait, try again", headers: ["Retry-After": "5"]))
        }
        lanes[lane].run { [self] open in
            defer {
                queued.withLock { $0[lane] -= 1 }
                // What this answer was made of would stay with its thread, and another may make the next.
                cmemory_give_back()
            }
            do {
                try read(ReadRequest(body: body), &open, send)
            } catch let error as ReadRequest.Fault {
                send(.failure(.badRequest, error.message))
            } catch let error as CounterError {
                send(.failure(error == .tookTooLong ? .serviceUnavailable : .badRequest, error.message))
            } catch {
                open.close()
                log(error)
                send(.failure(.internalServerError, "the archive cannot be read"))
            }
        }
    }

    /// What is thrown is thrown before anything is sent.
    private func read(
        _ request: ReadRequest, _ open: inout OpenArchive, _ send: @Sendable (Response) -> Void
    ) throws {
        let deadline = ContinuousClock.now + Self.longest
        let end = DispatchTime.now() + .seconds(Int(Self.longest.components.seconds))
        let archive = try open.current()
        var reports: [CounterReport] = []
        if let archive {
            var (series, samples) = (Self.mostSeries, Self.mostSamples)
            for query in request.queries {
                let limits = CounterLimits(
                    series: series, samples: samples,
                    samplesAtOnce: request.takesChunks ? Self.chunkedAtOnce : Self.samplesAtOnce,
                    // Their lengths stand before samples, and not before chunks.
                    countsExactly: !request.takesChunks, deadline: deadline)
                let report = try CounterReport(archive: archive, request: query, limits: limits)
                series -= report.series.count
                samples -= report.series.map(\.sampleCount).reduce(0, +)
                reports.append(report)
            }
        }
        let body = StreamedBody()
        send(.remoteRead(body, isChunked: request.takesChunks))
        do {
            if request.takesChunks {
                try writeChunks(reports, to: body, by: end)
            } else {
                try writeSamples(reports, queries: request.queries.count, to: body, by: end)
            }
            body.end()
        } catch {
            log(error)
            body.end(hasFailed: true)
        }
    }

    private func writeChunks(_ reports: [CounterReport], to body: StreamedBody, by end: DispatchTime) throws {
        for (query, report) in reports.enumerated() {
            var report = report
            try report.forEachSeries { (series: CounterSeries, samples: ChunkedSamples) in
                guard !samples.isEmpty else { return }
                try add(ChunkedAnswer.frame(series, samples, query: query), to: body, end)
            }
            tell(report.damages)
        }
    }

    private func writeSamples(
        _ reports: [CounterReport], queries: Int, to body: StreamedBody, by end: DispatchTime
    ) throws {
        var answer = SampledAnswer(reports, queries: queries)
        for query in 0..<queries {
            answer.begin(query: query)
            guard reports.indices.contains(query) else { continue }
            var report = reports[query]
            try report.forEachSeries { (series: CounterSeries, samples: PackedSamples) in
                try answer.add(series, samples) { try add($0, to: body, end) }
            }
            tell(report.damages)
        }
        answer.finish()
        try add(answer.taken(), to: body, end)
    }

    private func add(_ piece: ByteBuffer, to body: StreamedBody, _ end: DispatchTime) throws(CounterError) {
        if piece.readableBytes > 0, !body.add(piece, by: end) { throw .tookTooLong }
    }

    private func log(_ error: any Error) {
        let text =
            switch error {
            case let error as CounterError: "remote read: \(error.message)"
            case let error as any ExplainedError: error.message
            default: String(describing: error)
            }
        settings.log("metricsctl: \(TerminalText.harmless(text))")
    }

    /// The protocol has no place for it.
    private func tell(_ damages: Damages) {
        for line in damages.warnings {
            settings.log("metricsctl: remote read leaves out: \(TerminalText.harmless(line))")
        }
    }
}

extension Response {
    fileprivate static func remoteRead(_ body: StreamedBody, isChunked: Bool) -> Response {
        let headers: HTTPHeaders =
            isChunked
            ? ["Content-Type": "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse"]
            : ["Content-Type": "application/x-protobuf", "Content-Encoding": "snappy"]
        return Response(.ok, policy: nil, headers: headers, content: .streamed(body))
    }
}
