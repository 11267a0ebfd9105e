import Latency
import Questions

/// What the pages say in one language, all in one place for whoever adds a language.
struct Strings: Sendable {
    let title, failure: String
    let skipToContent: String
    let measure: String
    /// Of those that have a name; any other is called by its metric.
    let measures: [Measure: String]
    let source, language, back, filter, filterHint: String
    /// Every value of a label.
    let allValues: String
    /// How many requests, errors or tokens.
    let count: String
    let states: [ModelState: String]
    /// What the three that go by p95 mean: `below 100 ms`.
    let below, atLeast: @Sendable (String) -> String
    /// What is said beside those where some models have limits of their own.
    let unlessOwn: String
    let stateMeanings: [ModelState: String]
    /// A state that may be another one, and why that is.
    let notSure, notSureMeaning: String
    /// A percentile that no bucket bound tells.
    let unknown: String
    /// The table of all measures, its columns, and what a source does not tell.
    let allMeasures, requestsPerMinute, tokensPerSecond, notMeasured: String

    /// What a page of counts has in place of percentiles: `Errors, last 24 hours`, and how many a minute.
    let countInLast24Hours: @Sendable (_ counted: String) -> String
    let perMinute, countReference: String
    /// What the signs beside a p95 are.
    let signsMeaning: String

    let model, state, requests, last24Hours, asOf, mean, quality, upTo, windows: String
    let modelCount: @Sendable (Int) -> String
    let sortBy: @Sendable (String) -> String
    let sparkline: @Sendable (_ lowest: String, _ highest: String) -> String
    let noTrafficIn24Hours, gone, noMatch: String
    let reference: String

    /// Health. The arguments are texts of times, spans and failures.
    let staleWord: String
    let stale: @Sendable (_ span: String) -> String
    let staleDetail: @Sendable (_ time: String) -> String
    let lastRunFailed: @Sendable (_ failure: String) -> String
    let missingWindows: @Sendable (Int) -> String
    let unverifiedReplica: @Sendable (_ time: String) -> String
    let neverCollected, neverCollectedDetail, neverSucceeded: String
    /// What is left out because it is damaged: a sentence, so many more, and a word.
    let damaged: String
    let moreDamages: @Sendable (Int) -> String
    let damagedWord: String
    let minutes, hours, days: @Sendable (Int) -> String
    let unreachable: String

    let ranges: [PageRange: String]
    let range, latency, latencyHint, requestsHint, axisHint: String
    let table: String
    let step: @Sendable (String) -> String
    let notCollected, noData, noTraffic, beforeFirst, notExact, bracketBand, openEnded: String
    let from: @Sendable (_ state: String, _ bound: String) -> String
    let chartSummary: @Sendable (_ lowest: String, _ highest: String) -> String
    let requestsSummary: @Sendable (_ total: String) -> String
    /// Of what is counted without being requests.
    let countHint: String
    /// What takes the place of requests where times between tokens are counted.
    let intervals: String
    let countSummary: @Sendable (_ total: String) -> String
    let onlyMean: String
    let nothingToShow, noBounds, unknownModel: String
    let embed, data: String
}

extension Strings {
    static let english = Strings(
        title: "Model latency", failure: "This cannot be shown", skipToContent: "Skip to the models",
        measure: "Measure",
        measures: [
            .e2e: "Whole request", .ttft: "Time to first token", .itl: "Time between tokens",
            .tpot: "Time per output token", .queue: "Time in the queue", .prefill: "Prefill time",
            .decode: "Decode time", .requests: "Requests", .errors: "Errors", .inputTokens: "Input tokens",
            .outputTokens: "Output tokens",
        ],
        source: "Source",
        language: "Language",
        back: "All models", filter: "Filter by name", filterHint: "Show", allValues: "all", count: "Count",
        states: [
            .good: "good", .warning: "warning", .danger: "danger", .cannotTell: "cannot tell",
            .noTraffic: "no traffic", .noData: "no data",
        ],
        below: { "p95 below \($0)" }, atLeast: { "p95 of \($0) or more" },
        unlessOwn: "unless the model has its own limits",
        stateMeanings: [
            .cannotTell: "p95 and the limit both lie above the last bucket bound, or no bucket has a bound",
            .noTraffic: "runs, but had no requests for 15 minutes",
            .noData: "no samples for 15 minutes: gone or down",
        ],
        notSure: "not sure", notSureMeaning: "the bracket of the p95 lies on both sides of a limit.",
        unknown: "unknown",
        allMeasures: "All measures of the last hour", requestsPerMinute: "Requests/min", tokensPerSecond: "Tokens/s",
        notMeasured: "not measured",
        countInLast24Hours: { "\($0), last 24 hours" }, perMinute: "Per minute, last hour",
        countReference: "Rates are of the time that was collected.",
        signsMeaning: "how the p95 stands against its limits",
        model: "Model", state: "State", requests: "Requests", last24Hours: "p95, last 24 hours", asOf: "As of",
        mean: "mean", quality: "Quality", upTo: "Up to", windows: "Windows",
        modelCount: { "Models: \($0)" }, sortBy: { "Sort by \($0)" },
        sparkline: { "p95 over the last 24 hours, from \($0) to \($1)" },
        noTrafficIn24Hours: "no traffic in 24 hours", gone: "Models without samples in the last 24 hours",
        noMatch: "No model has this in its name.",
        reference:
            "Percentiles are of the newest five minutes with traffic; the bracket below is sure to hold the true one.",
        staleWord: "stale", stale: { "Stale: nothing was collected for \($0)" },
        staleDetail: { "The last successful collection was at \($0). Everything below is from then, not from now." },
        lastRunFailed: { "The last collection failed (\($0)); what is shown is from the one before." },
        missingWindows: {
            $0 == 1
                ? "One five-minute window of the last 24 hours was not collected."
                : "\($0) five-minute windows of the last 24 hours were not collected."
        },
        unverifiedReplica: {
            "This is read from a replica of the database, which may lack what was stored after \($0)."
        },
        neverCollected: "Nothing has been collected yet",
        neverCollectedDetail: "metricsctl collect makes the data that is shown here:",
        neverSucceeded: "Stale: no collection has succeeded so far",
        damaged: "Part of the archive is damaged and is left out here:",
        moreDamages: { "\($0) more: metricsctl archive verify names them all" }, damagedWord: "data damaged",
        minutes: { "\($0) min" }, hours: { "\($0) h" }, days: { $0 == 1 ? "1 day" : "\($0) days" },
        unreachable: "The server does not answer. What is shown was loaded before, and may be old.",
        ranges: [
            .hour: "1 h", .sixHours: "6 h", .day: "24 h", .week: "7 d", .month: "30 d", .quarter: "90 d", .year: "1 y",
        ],
        range: "Time range", latency: "Latency",
        latencyHint: "The band around a line is the bracket that is sure to hold the true percentile.",
        requestsHint: "How many requests ended in each step.", axisHint: "logarithmic scale", table: "As a table",
        step: { "steps of \($0)" }, notCollected: "not collected", noData: "no data", noTraffic: "no traffic",
        beforeFirst: "before the first collection", notExact: "counts not exact (restart or scrape gap)",
        bracketBand: "bracket", openEnded: "above the last bucket bound: no upper limit is known",
        from: { "\($0) from \($1)" }, chartSummary: { "p95 from \($0) to \($1)" },
        requestsSummary: { "\($0) requests in all" }, countHint: "How many there were in each step.",
        intervals: "Intervals",
        countSummary: { "\($0) in all" }, onlyMean: "The server tells the mean alone, and no percentiles.",
        nothingToShow: "No requests in this time.",
        noBounds: "Percentiles are unknown: no bucket of the histograms has a finite bound",
        unknownModel: "The archive has no model of this name.",
        embed: "Embed", data: "Data")

    static let korean = Strings(
        title: "모델 지연 시간", failure: "표시할 수 없습니다", skipToContent: "모델 목록으로 건너뛰기", measure: "측정 항목",
        measures: [
            .e2e: "전체 요청 시간", .ttft: "첫 토큰까지의 시간", .itl: "토큰 사이의 시간", .tpot: "출력 토큰당 시간",
            .queue: "대기열 시간", .prefill: "프리필 시간", .decode: "디코드 시간", .requests: "요청 수", .errors: "오류 수",
            .inputTokens: "입력 토큰 수", .outputTokens: "출력 토큰 수",
        ],
        source: "소스", language: "언어",
        back: "전체 모델", filter: "이름으로 찾기", filterHint: "보기", allValues: "전체", count: "개수",
        states: [
            .good: "양호", .warning: "주의", .danger: "위험", .cannotTell: "판단 불가", .noTraffic: "요청 없음",
            .noData: "데이터 없음",
        ],
        below: { "p95 \($0) 미만" }, atLeast: { "p95 \($0) 이상" }, unlessOwn: "모델별 기준이 있으면 그 기준에 따름",
        stateMeanings: [
            .cannotTell: "p95를 알 수 없거나, p95와 기준이 모두 마지막 버킷 경계 초과",
            .noTraffic: "동작 중, 15분 동안 요청 없음",
            .noData: "15분 동안 표본 없음: 종료 또는 장애",
        ],
        notSure: "불확실", notSureMeaning: "p95의 범위가 기준의 양쪽에 걸쳐 있습니다.", unknown: "알 수 없음",
        allMeasures: "최근 1시간의 모든 측정값", requestsPerMinute: "요청/분", tokensPerSecond: "토큰/초",
        notMeasured: "측정되지 않음",
        countInLast24Hours: { "최근 24시간 \($0)" }, perMinute: "분당, 최근 1시간",
        countReference: "분당 값은 수집된 시간을 기준으로 합니다.",
        signsMeaning: "p95와 기준의 비교",
        model: "모델", state: "상태", requests: "요청 수", last24Hours: "최근 24시간 p95", asOf: "기준 시각",
        mean: "평균", quality: "품질", upTo: "구간 끝", windows: "구간 수",
        modelCount: { "모델: \($0)개" }, sortBy: { "\($0) 기준 정렬" },
        sparkline: { "최근 24시간 p95, 최저 \($0), 최고 \($1)" },
        noTrafficIn24Hours: "24시간 동안 요청 없음", gone: "최근 24시간 동안 표본이 없는 모델",
        noMatch: "이 이름이 들어간 모델이 없습니다.",
        reference: "백분위수는 요청이 있었던 가장 최근 5분의 값이며, 아래 범위 안에 실제 값이 반드시 있습니다.",
        staleWord: "오래된 데이터", stale: { "오래된 데이터: \($0) 동안 수집되지 않았습니다" },
        staleDetail: { "마지막 수집 성공은 \($0)입니다. 아래 값은 모두 현재가 아니라 그때의 값입니다." },
        lastRunFailed: { "마지막 수집이 실패했습니다(\($0)). 표시된 값은 그 전의 값입니다." },
        missingWindows: { "최근 24시간 중 5분 구간 \($0)개가 수집되지 않았습니다." },
        unverifiedReplica: { "데이터베이스 복제본의 값으로, \($0) 이후에 저장된 데이터는 빠져 있을 수 있습니다." },
        neverCollected: "아직 수집된 데이터가 없습니다",
        neverCollectedDetail: "여기에 표시할 데이터는 metricsctl collect가 만듭니다:",
        neverSucceeded: "오래된 데이터: 성공한 수집이 아직 없습니다",
        damaged: "보관된 데이터 일부가 손상되어 여기에서 빠졌습니다:",
        moreDamages: { "그 밖에 \($0)건: 전체 목록은 metricsctl archive verify" }, damagedWord: "데이터 손상",
        minutes: { "\($0)분" }, hours: { "\($0)시간" }, days: { "\($0)일" },
        unreachable: "서버가 응답하지 않습니다. 표시된 값은 이전에 받은 것으로 오래되었을 수 있습니다.",
        ranges: [
            .hour: "1시간", .sixHours: "6시간", .day: "24시간", .week: "7일", .month: "30일", .quarter: "90일",
            .year: "1년",
        ],
        range: "기간", latency: "지연 시간",
        latencyHint: "선은 백분위수이고, 선을 둘러싼 띠 안에 실제 값이 반드시 있습니다.",
        requestsHint: "각 구간에서 끝난 요청의 수입니다.", axisHint: "로그 눈금", table: "표로 보기",
        step: { "\($0) 간격" }, notCollected: "수집되지 않음", noData: "데이터 없음", noTraffic: "요청 없음",
        beforeFirst: "첫 수집 이전", notExact: "정확하지 않은 횟수(재시작 또는 수집 공백)",
        bracketBand: "범위", openEnded: "마지막 버킷 경계 초과: 상한을 알 수 없음",
        from: { "\($1)부터 \($0)" }, chartSummary: { "p95 최저 \($0), 최고 \($1)" }, requestsSummary: { "총 요청 \($0)건" },
        countHint: "각 구간의 수입니다.", intervals: "간격 수", countSummary: { "총 \($0)" },
        onlyMean: "서버가 평균만 제공하므로 백분위수를 알 수 없습니다.",
        nothingToShow: "이 기간에는 요청이 없습니다.",
        noBounds: "백분위수를 알 수 없음: 히스토그램에 유한한 버킷 경계가 없음", unknownModel: "보관된 데이터에 이 이름의 모델이 없습니다.",
        embed: "공유", data: "데이터")
}

extension Strings {
    /// Why there is no percentile in any of these points.
    func noValues(of points: [HistoryAnswer.Point]) -> String { points.isEmpty ? nothingToShow : noBounds }
}

extension Strings {
    /// What a measure is called.
    func title(of measure: Name) -> String {
        Measure(rawValue: measure.text).flatMap { measures[$0] } ?? TerminalText.harmless(measure)
    }
}
