/// A scrape target of a server: an instance, and the models that its processes answer for.
struct ServedTarget: Sendable {
    let instance: Instance
    let profile: ServerProfile
    /// By their place in the profile.
    let models: [Int]
    /// Of each of them, in the same order.
    let traffic: [Traffic]
    /// What tells it apart in the fleet: `namespace` and `region`.
    let placement: [(name: String, value: String)]

    /// The labels that a server gives all series of the target.
    var targetLabels: [(name: String, value: String)] { placement + instance.targetLabels }
}
