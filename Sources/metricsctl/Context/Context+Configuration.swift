import Configuration

extension Context {
    /// Where a file may lie that nobody named, the first one first.
    var configurationPlaces: [String] { ConfigurationFiles.places(variable) }

    /// The file that is read: the one that was asked for, else the first that lies where such files lie; nil where none does.
    ///
    /// - Parameter file: what `--config` names; nil without it.
    func configuration(named file: String?) throws(ConfigurationError) -> Configuration {
        let credentials = variable("CREDENTIALS_DIRECTORY")
        if let path = file ?? variable("METRICSCTL_CONFIG") {
            return try Configuration(
                ConfigurationFiles(path: path, isNamed: true), zone: zone, credentials: credentials)
        }
        for path in configurationPlaces {
            let found = try Configuration(
                ConfigurationFiles(path: path, isNamed: false), zone: zone, credentials: credentials)
            if !found.files.isEmpty { return found }
        }
        return .none
    }
}
