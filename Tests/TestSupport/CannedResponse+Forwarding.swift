import Foundation

extension CannedResponse {
    /// What another server says to the same request.
    package static func forwarded(_ request: CannedRequest, to url: String) -> CannedResponse {
        let isGet = request.method == "GET"
        let fields = (isGet ? request.query : request.form).flatMap { ["--data-urlencode", "\($0.name)=\($0.value)"] }
        let curl = Program(URL(fileURLWithPath: "/usr/bin/curl"))
        guard
            let answer = try? curl.run(
                ["-s", "-w", "%{http_code}"] + (isGet ? ["-G"] : []) + fields + [url + request.path]),
            let status = Int(answer.stdout.suffix(3))
        else { return .closed }
        return .json(String(answer.stdout.dropLast(3)), status: status)
    }
}
