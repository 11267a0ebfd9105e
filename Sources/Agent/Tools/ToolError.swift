import Support

/// Why a tool can't be called as it was. An agent that reads it can do better.
enum ToolError: ExplainedError {
    /// There is no such argument.
    case unknownArgument(String, known: [String])
    case wrongType(String, wanted: String)
    case noChoice(String, [String])
    case tooMany(String, most: Int)
    case tooLong(String, most: Int)
    /// The number of rows is none that is answered with.
    case badLimit(most: Int)
    /// Arguments are no object.
    case noObject
    /// The server has an archive that it can't read; why is for its own people alone.
    case unreadable
    /// It took longer than an agent waits.
    case tookTooLong

    var message: String {
        switch self {
        case .unknownArgument(let name, let known):
            "there is no argument \"\(name.singleLine(limit: 60))\""
                + (NameSimilarity.closest(to: name, among: known).map { ": did you mean \($0)?" } ?? "")
        case .wrongType(let name, let wanted): "\(name) must be \(wanted)"
        case .noChoice(let name, let choices): "\(name) must be one of \(choices.joined(separator: ", "))"
        case .tooMany(let name, let most): "\(name) may have \(most) values"
        case .tooLong(let name, let most): "\(name) may have \(most) bytes"
        case .badLimit(let most): "limit must be a whole number between 1 and \(most)"
        case .noObject: "arguments must be an object"
        case .unreadable: "the archive cannot be read"
        case .tookTooLong: "the answer took too long"
        }
    }

    var hint: Hint? {
        switch self {
        case .unknownArgument(_, let known): Hint("there are \(known.joined(separator: ", "))")
        case .tookTooLong: "ask for a shorter time, or for fewer models"
        case .wrongType, .noChoice, .tooMany, .tooLong, .badLimit, .noObject, .unreadable: nil
        }
    }
}
