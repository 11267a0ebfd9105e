import Support

/// What is said of a key that the schema does not have.
enum UnknownKey {
    static func message(_ key: String, in section: Section) -> String {
        let shown = key.singleLine(limit: 60)
        let names = section.keys.map(\.name)
        if mayBeSecret(key), misspelt(key, among: names)?.endsWith("_file") != true {
            let files = names.filter { $0.endsWith("_file") || $0 == "basic_auth" }
            let other = files.isEmpty ? "" : ": name a file that holds it, with \(files.joined(separator: ", "))"
            return "\(shown): secrets do not belong in this file\(other)"
        }
        if let meant = similar(to: key, among: names) { return "unknown key \(shown): did you mean \(meant)?" }
        return "unknown key \(shown): \(section.name) has \(names.joined(separator: ", "))"
    }

    /// The name that somebody may have meant; nil where none is close.
    static func similar(to name: String, among names: [String]) -> String? {
        misspelt(name, among: names) ?? NameSimilarity.closest(to: name, among: names)
    }

    /// The name that a few wrong letters lead away from.
    private static func misspelt(_ name: String, among names: [String]) -> String? {
        let name = name.lowercased().replacingScalars("-", with: "_")
        guard 2...100 ~= name.utf8.count else { return nil }
        let distances = names.map { ($0, NameSimilarity.edits(from: name, to: $0)) }
        // Two letters that changed places are two edits.
        if let (near, distance) = distances.min(by: { $0.1 < $1.1 }), distance <= max(1, (name.utf8.count + 1) / 3) {
            return near
        }
        return nil
    }

    private static let secretWords = [
        "password", "passwd", "passphrase", "secret", "token", "apikey", "credential", "authorization", "privatekey",
        "bearer",
    ]

    private static func mayBeSecret(_ key: String) -> Bool {
        let plain = key.lowercased().replacingScalars("_", with: "").replacingScalars("-", with: "")
        return secretWords.contains { plain.contains($0) }
    }
}
