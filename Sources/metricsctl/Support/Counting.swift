extension Int {
    /// The number with what it counts: `1 model`, `3 models`.
    func of(_ noun: String) -> String { self == 1 ? "1 \(noun)" : "\(self) \(noun)s" }
}
