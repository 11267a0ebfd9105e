import Archive
import Latency

/// What an archive holds, and how much of the disk it takes for that.
package struct StatAnswer: Hashable, Sendable {
    package struct Model: Hashable, Sendable {
        package let model: Name
        /// The ends of the first and the last window, or hour, with a sample of it, in seconds since 1970 UTC.
        package let oldest: Int
        package internal(set) var newest: Int
        /// Windows with a sample of it.
        package internal(set) var windows: Int
        /// Hours with a sample of it whose windows are no longer kept.
        package internal(set) var hours: Int
        package internal(set) var requests: Int

        package init(model: Name, oldest: Int, newest: Int, windows: Int, hours: Int, requests: Int) {
            self.model = model
            self.oldest = oldest
            self.newest = newest
            self.windows = windows
            self.hours = hours
            self.requests = requests
        }
    }

    /// A unit that was put right or confirmed.
    package struct UnitChange: Hashable, Sendable {
        /// Seconds since 1970 UTC.
        package let time: Int
        package let user: String
        /// As `--unit` has them.
        package let from: String
        package let to: String

        package init(time: Int, user: String, from: String, to: String) {
            (self.time, self.user, self.from, self.to) = (time, user, from, to)
        }
    }

    package struct Source: Hashable, Sendable {
        package let name: Name
        package let metric: Name
        /// The ends of the first and the last collected window, in seconds since 1970 UTC; nil without any.
        package let oldest: Int?
        package let newest: Int?
        /// Collected windows.
        package let windows: Int
        /// The stretches between the first and the last that were never collected, oldest first.
        package let gaps: [HistoryAnswer.Stretch]
        package let models: [Model]
        /// Oldest first.
        package let unitChanges: [UnitChange]

        package init(
            name: Name, metric: Name, oldest: Int?, newest: Int?, windows: Int, gaps: [HistoryAnswer.Stretch],
            models: [Model], unitChanges: [UnitChange] = []
        ) {
            self.name = name
            self.metric = metric
            self.oldest = oldest
            self.newest = newest
            self.windows = windows
            self.gaps = gaps
            self.models = models
            self.unitChanges = unitChanges
        }
    }

    package let path: String
    /// The length of the file, and what of it is free, in bytes.
    package let bytes: Int
    package let freeBytes: Int
    /// The version of the file's format.
    package let version: Int
    package let sources: [Source]
    /// What was left out because it is damaged.
    package var damages = Damages()

    package init(path: String, bytes: Int, freeBytes: Int, version: Int, sources: [Source]) {
        self.path = path
        self.bytes = bytes
        self.freeBytes = freeBytes
        self.version = version
        self.sources = sources
    }

    /// Pairs of a model and a window, or an hour whose windows are no longer kept, with a sample of it.
    package var modelWindows: Int { sources.reduce(0) { $0 + $1.models.reduce(0) { $0 + $1.windows + $1.hours } } }

    /// What one of them takes of the file, everything else that is in it included; nil without any.
    package var bytesPerModelWindow: Double? {
        modelWindows == 0 ? nil : Double(bytes - freeBytes) / Double(modelWindows)
    }
}
