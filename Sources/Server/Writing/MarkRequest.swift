import Archive
import Latency
import Support

/// A mark that is to be added: the body of a request.
struct MarkRequest {
    let text: String
    /// Seconds since 1970 UTC; nil for the moment at which it is asked.
    let at: Int?
    /// nil for all models.
    let model: Name?

    /// What is wrong with a body, in a sentence.
    struct Fault: Error, Equatable { let message: String }

    /// - Parameter zone: a plain date means its midnight there.
    init(json: [UInt8], zone: Zone) throws(Fault) {
        guard let value = try? JSONParser.value(of: json), case .object(let members) = value else {
            throw Self.noObject
        }
        if let key = value.repeatedName {
            throw Fault(message: "the key \"\(key.singleLine(limit: 40))\" must not stand there twice")
        }
        // What is not understood may have been meant.
        for member in members where !Self.keys.contains(member.name) {
            let (key, known) = (member.name.singleLine(limit: 40), Self.keys.joined(separator: ", "))
            throw Fault(message: "there is no key \"\(key)\" here, only \(known)")
        }
        guard let text = value["text"] else { throw Fault(message: "text is missing") }
        guard let text = text.text else { throw Self.noText("text") }
        guard Mark.isText(text) else {
            throw Fault(
                message: "text must have 1 to \(Mark.mostTextBytes) bytes, none of them zero, and not spaces alone")
        }
        let model = try Self.optional("model", of: value)
        if let model, model.utf8.contains(0) { throw Fault(message: "model must have no byte of zero") }
        self.text = text
        self.model = model.map { Name($0) }
        at = try Self.optional("at", of: value).map { (time) throws(Fault) in
            guard let at = Timestamp.parse(time, in: zone), at >= 0 else {
                throw Fault(
                    message: "at must be a time like 2025-10-17T14:30:00+09:00, got \"\(time.prefix(40))\"")
            }
            return at
        }
    }

    private static let noObject = Fault(message: #"the body must be JSON like {"text":"vLLM 0.11","model":"gpt-4"}"#)

    private static let keys = ["text", "at", "model"]

    private static func noText(_ key: String) -> Fault { Fault(message: "\(key) must be a text") }

    /// What is null is not given.
    private static func optional(_ key: String, of value: JSON) throws(Fault) -> String? {
        switch value[key] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw noText(key)
        }
    }
}
