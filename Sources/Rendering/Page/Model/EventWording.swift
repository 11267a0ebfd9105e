import Questions
import Statistics

/// What a model's page says of what happened, and of its comparison with last week.
struct EventWording: Sendable {
    let happened, excluded: String
    let more: @Sendable (Int) -> String
    /// Of what happened several times.
    let times: @Sendable (Int) -> String
    /// Beside texts that metricsctl wrote in another language.
    let kinds: [ModelEvent.Kind: String]

    let comparison, beside: String
    let verdicts: [Verdict: String]
    let reasons: [DoubtReason: String]
    let neededRequests: @Sendable (_ requests: String) -> String
    let neededDays: @Sendable (_ days: String) -> String
    let between: @Sendable (_ low: String, _ high: String) -> String

    static let english = EventWording(
        happened: "What happened", excluded: "excluded", more: { "and \($0) more" },
        times: { "\($0) times" },
        kinds: [:],
        comparison: "Last 24 hours compared with last week", beside: "at the same hours of the seven days before",
        verdicts: [.slower: "slower", .faster: "faster", .same: "same", .cannotTell: "cannot tell"],
        reasons: [
            .tooFewBlocks: "fewer than six days to compare with", .lowCoverage: "too little was collected",
            .noRequests: "no requests", .noCommonBounds: "no bucket bound in common",
            .variesTooMuch: "its days differ as much by themselves",
            .bucketsTooWide: "a change of 10 % could lie within its buckets",
            .damaged: "an exclusion can't be read",
        ],
        neededRequests: { "about \($0) more requests would tell" },
        neededDays: { "about \($0) of further data would tell" },
        between: { "\($0) to \($1)" })

    static let korean = EventWording(
        happened: "있었던 일", excluded: "제외됨", more: { "그 밖에 \($0)건" },
        times: { "\($0)회" },
        kinds: [.processStart: "시작", .newLayout: "새 버킷 경계", .newModel: "새 모델"],
        comparison: "최근 24시간과 지난주 비교", beside: "이전 7일의 같은 시간대 기준",
        verdicts: [.slower: "느려짐", .faster: "빨라짐", .same: "변화 없음", .cannotTell: "판단 불가"],
        reasons: [
            .tooFewBlocks: "비교할 날이 6일 미만", .lowCoverage: "수집된 데이터 부족", .noRequests: "요청 없음",
            .noCommonBounds: "공통 버킷 경계 없음", .variesTooMuch: "날마다의 차이가 그만큼 큼",
            .bucketsTooWide: "10 % 변화가 버킷 안에 가려질 수 있음", .damaged: "제외 기간을 읽을 수 없음",
        ],
        neededRequests: { "요청 약 \($0)건이 더 필요" }, neededDays: { "비교할 데이터 약 \($0)이 더 필요" },
        between: { "\($0) ~ \($1)" })
}

extension Language {
    var events: EventWording {
        switch self {
        case .english: .english
        case .korean: .korean
        }
    }
}
