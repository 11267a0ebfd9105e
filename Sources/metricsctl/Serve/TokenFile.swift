import Latency
import Server
import Support

/// The file that `--token-file` names. It is read once: a new token counts from the next start on.
enum TokenFile {
    static func tokens(of path: String) throws -> AccessTokens {
        do {
            return try AccessTokens(text: SmallFile.text(of: path))
        } catch let fault as AccessTokens.Fault {
            throw Failure(path: path, fault: fault)
        }
    }

    /// Why a file of tokens is refused.
    struct Failure: ExplainedError {
        let path: String
        let fault: AccessTokens.Fault

        var message: String {
            switch fault {
            case .none: "there is no token in \(path)"
            case .short: "a token in \(path) is too short: it needs \(AccessTokens.minimumLength) characters"
            }
        }

        var hint: Hint? { "make one with: openssl rand -base64 24" }
    }
}
