/// One model of the fleet: its name, who serves it, and how much is asked of it.
struct SimulatedModel: Sendable {
    let index: Int
    /// The raw value of the model label.
    let name: String
    let kind: ServerKind
    let role: Role
    let traffic: Traffic
    /// The server that its processes are named after; nil for those of a kind.
    var server: String?

    /// The beginning of its replicas' names, which are part of URLs and distinct for all models.
    var slug: String {
        if let server { return "\(server)-\(index + 1)" }
        let safe = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        return kind == .plain && safe && name.utf8.count <= 32 ? name : "\(kind.rawValue)-\(index + 1)"
    }
}
