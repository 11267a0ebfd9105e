import Archive

extension Output {
    /// Tells people what was left out because it is damaged.
    func warn(of damages: Damages) {
        for text in damages.warnings { warning(text) }
    }
}
