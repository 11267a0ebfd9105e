import Objectives

/// What pages and badges say of objectives.
struct ObjectiveWording: Sendable {
    let title, objective, promise, period, good, budget: String
    let met, notMet, cannotTell: String
    /// Of a period that is not over.
    let running: String
    /// Why nobody can tell, where the period is over.
    let reasons: [Verdict.Reason: String]
    /// `99 % within 2 s`
    let within: @Sendable (_ target: String, _ limit: String) -> String
    let overspent: String
    let budgetLeft: @Sendable (_ share: String) -> String
    let tooFast: @Sendable (_ times: String) -> String
    let leftOut: @Sendable (_ span: String) -> String

    func verdict(_ verdict: Verdict) -> String {
        switch verdict {
        case .met: met
        case .notMet: notMet
        case .cannotTell(.running): running
        case .cannotTell: cannotTell
        }
    }

    static let english = ObjectiveWording(
        title: "Objectives", objective: "Objective", promise: "Promise", period: "Period", good: "Good",
        budget: "Budget left", met: "met", notMet: "not met", cannotTell: "cannot tell", running: "still running",
        reasons: [
            .noRequests: "no requests", .lowCoverage: "fewer than 80 % of its windows were collected",
            .damaged: "a part of it is damaged", .tooMany: "more requests than can be counted",
            .lostCounts: "requests lost to restarts could turn it",
            .partialHours: "it depends on hours of which the windows are no longer kept",
            .errors: "it depends on whether errors are among the fast requests",
            .errorsUnknown: "its errors are not known", .noBounds: "of some requests only a mean is known",
            .limitBetweenBounds: "the limit lies inside a bucket",
        ],
        within: { "\($0) within \($1)" }, overspent: "budget spent", budgetLeft: { "\($0) of budget left" },
        tooFast: { "is spent \($0) times as fast as it may" }, leftOut: { "\($0) excluded" })

    static let korean = ObjectiveWording(
        title: "목표", objective: "목표", promise: "기준", period: "기간", good: "기준 이내 비율", budget: "남은 예산",
        met: "달성", notMet: "미달성", cannotTell: "판단 불가", running: "진행 중",
        reasons: [
            .noRequests: "요청 없음", .lowCoverage: "기간의 80 % 미만만 수집됨", .damaged: "데이터 일부 손상",
            .tooMany: "셀 수 있는 것보다 많은 요청", .lostCounts: "재시작으로 잃은 요청에 따라 달라질 수 있음",
            .partialHours: "구간이 더 이상 보관되지 않는 시간에 따라 달라짐",
            .errors: "오류가 빠른 요청에 포함되는지에 따라 달라짐", .errorsUnknown: "오류 수를 알 수 없음",
            .noBounds: "일부 요청은 평균만 알려짐", .limitBetweenBounds: "기준이 버킷 경계 사이에 있음",
        ],
        within: { "\($1) 이내 \($0)" }, overspent: "예산 소진", budgetLeft: { "예산 \($0) 남음" },
        tooFast: { "허용 속도의 \($0)배로 소진 중" }, leftOut: { "\($0) 제외됨" })
}

extension Language {
    var objectives: ObjectiveWording {
        switch self {
        case .english: .english
        case .korean: .korean
        }
    }
}
