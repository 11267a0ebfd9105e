import Latency
import Support

/// A model as customers know it.
package struct PublicModel: Hashable, Sendable {
    /// What addresses call it: the configuration's id, else made of `name` alone, so that it is the same on every machine and tells
    /// nothing that the page does not.
    package let id: String
    package let name: String
    /// Under which heading it is shown; nil for none.
    package let group: String?
}

/// The models that customers may see: those of the configuration's rules that are public, in its order. Rules with one name are one
/// model, whose requests are added up.
package struct PublicModels: Sendable {
    package let all: [PublicModel]
    private let rules: [ModelRule]
    private let places: [String: Int]

    /// Why there can be no page.
    package enum Fault: ExplainedError, Hashable {
        /// The configuration lets nobody see any model.
        case none
        /// A public rule without a name to show.
        case noName(match: String)
        /// Two models would have one address.
        case sameID(String, [String])
        /// Rules of one model that disagree on its id.
        case severalIDs(name: String)

        package var message: String {
            switch self {
            case .none: "the page for customers would be empty: no model is public"
            case .noName(let match):
                "the public model \"\(match.singleLine(limit: 60))\" has no name that customers read"
            case .sameID(let id, let names):
                "two public models would have the address \(id): \(names.map { $0.singleLine(limit: 60) }.joined(separator: ", "))"
            case .severalIDs(let name): "the public model \(name.singleLine(limit: 60)) has several ids"
            }
        }

        package var hint: Hint? {
            switch self {
            case .none:
                "say which customers may see: models: [{match: \"gpt-4*\", name: GPT-4, public: true}] in the configuration"
            case .noName: "give it one in the configuration: name: GPT-4"
            case .sameID, .severalIDs: "give each an id of its own in the configuration: id: gpt-4"
            }
        }
    }

    package init(_ rules: [ModelRule]) throws(Fault) {
        let isPublic = rules.filter(\.isPublic)
        if isPublic.isEmpty { throw .none }
        var (all, places) = ([PublicModel](), [String: Int]())
        for rule in isPublic {
            guard let name = rule.displayName else { throw .noName(match: rule.match.text) }
            if places[name] != nil { continue }
            let own = isPublic.filter { $0.displayName == name }
            let ids = Set(own.compactMap(\.pageID))
            if ids.count > 1 { throw .severalIDs(name: name) }
            places[name] = all.count
            all.append(
                PublicModel(
                    id: ids.first ?? Self.id(of: name), name: name, group: own.compactMap(\.group).first))
        }
        let byID = Dictionary(grouping: all, by: \.id)
        for model in all {
            if let same = byID[model.id], same.count > 1 { throw .sameID(model.id, same.map(\.name)) }
        }
        (self.all, self.rules, self.places) = (all, rules, places)
    }

    /// Which of `all` a model of the archive belongs to; nil for one that nobody may see.
    package func place(of model: Name) -> Int? {
        guard let rule = rules.rule(of: model), rule.isPublic, let name = rule.displayName else { return nil }
        return places[name]
    }

    /// Letters and digits of ASCII stay; where that loses more than spaces and signs, or what is left is long, some digits of the
    /// name's SHA-256 tell it from others.
    private static func id(of name: String) -> String {
        var (words, word, isLossy) = ([String](), "", false)
        for scalar in name.lowercased().unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                word.unicodeScalars.append(scalar)
                continue
            }
            if !scalar.isASCII { isLossy = true }
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        if !word.isEmpty { words.append(word) }
        let plain = words.joined(separator: "-")
        if !isLossy, !plain.isEmpty, plain.utf8.count <= 48 { return plain }
        var hash = SHA256()
        hash.add(name)
        return "\(plain.isEmpty ? "model" : String(plain.prefix(40)))-\(hash.hexadecimal.prefix(10))"
    }
}
