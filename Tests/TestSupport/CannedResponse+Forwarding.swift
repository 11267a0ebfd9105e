import Foundation

extension CannedResponse {
    /// What another server says to the same request.
    package static func forwarded(_ request: CannedRequest, to url: String) -> CannedResponse {
        let fields = request.form.flatMap { ["--data-urlencode", "\($0.name)=\($0.value)"] }
        let curl = Program(URL(fileURLWithPath: "/usr/bin/curl"))
        guard let answer = try? curl.run(["-s"] + fields + [url + request.path]) else { return .closed }
        return .json(answer.stdout)
    }
}
