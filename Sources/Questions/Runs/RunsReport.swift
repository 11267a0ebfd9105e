import Archive

/// Tells what collections did.
package struct RunsReport {
    /// `archive` is nil where there is none yet.
    static func answer(archive: Archive?, sources: [Source], request: RunsRequest) throws(ArchiveError) -> RunsAnswer {
        var found: [RunsAnswer.SourceRuns] = []
        var damages = Damages()
        for source in sources {
            let runs = try archive?.runs(
                of: source, after: request.start, upTo: request.end, failed: request.failed,
                limit: request.start == nil ? RunsRequest.usual : nil)
            found.append(
                RunsAnswer.SourceRuns(
                    name: source.description.name, metric: source.description.metric,
                    runs: runs.map { damages.take($0) } ?? []))
        }
        var answer = RunsAnswer(request: request, sources: found)
        answer.damages = damages
        return answer
    }
}
