import Support

/// How many models an archive can still name. Each model of each source takes a number when it is first seen, and keeps it;
/// the keys of sealed days have room for so many.
package struct ModelCapacity: Hashable, Sendable {
    /// The greatest number that was given.
    package let used: Int
    /// The greatest number that there is.
    package let limit: Int

    init(used: Int, limit: Int) { (self.used, self.limit) = (used, limit) }

    /// From 90 % on, while there is time to do something about it.
    package var isNearlyUsed: Bool { used >= limit - limit / 10 }

    /// What people read of it once it is nearly used; nil before.
    package var warning: String? {
        isNearlyUsed ? "\(used) of the \(limit) models that an archive can name, all sources together, are used" : nil
    }

    /// What to do about it.
    package static let hint: Hint =
        "collect into a new archive, \(.archive, "FILE"), before new models can't be stored; look for labels with ever new values"
}

extension Archive {
    package func modelCapacity() throws(ArchiveError) -> ModelCapacity {
        let next = try single { () throws(ArchiveError) in try store.nextNumber(in: .series) }
        return ModelCapacity(used: next - 1, limit: DayKey.seriesMask)
    }
}
