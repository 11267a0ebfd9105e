extension Language {
    /// What the language calls itself.
    var ownName: String {
        switch self {
        case .english: "English"
        case .korean: "한국어"
        }
    }

    var wording: Strings {
        switch self {
        case .english: .english
        case .korean: .korean
        }
    }
}
