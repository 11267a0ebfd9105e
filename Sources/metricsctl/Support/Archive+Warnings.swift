import Archive

extension Archive {
    /// Tells people what was left out since the last time because it is damaged.
    func warn() {
        for damage in takeDamages() { Output.warning(damage.warning) }
    }
}
