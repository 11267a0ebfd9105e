import Archive
import FoundationEssentials
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
        let fields: Fields
        do {
            fields = try JSONDecoder().decode(Fields.self, from: Data(json))
        } catch let fault as Fault {
            throw fault
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            guard let key = context.codingPath.first?.stringValue else { throw Self.noObject }
            throw Fault(message: "\(key) must be a text")
        } catch DecodingError.keyNotFound(let key, _) {
            throw Fault(message: "\(key.stringValue) is missing")
        } catch {
            throw Self.noObject
        }
        guard Mark.isText(fields.text) else {
            throw Fault(message: "text must have 1 to \(Mark.mostTextBytes) bytes, none of them zero")
        }
        if let model = fields.model, model.utf8.contains(0) { throw Fault(message: "model must have no byte of zero") }
        text = fields.text
        model = fields.model.map { Name($0) }
        at = try fields.at.map { (time) throws(Fault) in
            guard let at = Timestamp.parse(time, in: zone), at >= 0 else {
                throw Fault(
                    message: "at must be a time like 2025-10-17T14:30:00+09:00, got \"\(time.prefix(40))\"")
            }
            return at
        }
    }

    private static let noObject = Fault(message: #"the body must be JSON like {"text":"vLLM 0.11","model":"gpt-4"}"#)

    private struct Fields: Decodable {
        let text: String
        let at: String?
        let model: String?

        private enum CodingKeys: String, CodingKey, CaseIterable { case text, at, model }

        init(from decoder: any Decoder) throws {
            // What is not understood may have been meant.
            for key in try decoder.container(keyedBy: AnyKey.self).allKeys
            where CodingKeys(stringValue: key.stringValue) == nil {
                let known = CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
                throw Fault(message: "there is no key \"\(key.stringValue.prefix(40))\" here, only \(known)")
            }
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            text = try fields.decode(String.self, forKey: .text)
            at = try fields.decodeIfPresent(String.self, forKey: .at)
            model = try fields.decodeIfPresent(String.self, forKey: .model)
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
