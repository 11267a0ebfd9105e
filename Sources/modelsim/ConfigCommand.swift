import ArgumentParser

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print a configuration for a Prometheus that scrapes the live fleet.")

    @OptionGroup var address: AddressOptions

    @Option(help: "Seconds between two scrapes of a replica.")
    var scrapeInterval = 15

    func validate() throws {
        guard (1...300).contains(scrapeInterval) else { throw ValidationError("--scrape-interval must be 1 to 300") }
    }

    func run() { Standard.output.write(ConfigCommand.text(address: address.text, scrapeInterval: scrapeInterval)) }

    static func text(address: String, scrapeInterval: Int) -> String {
        """
        global:
          scrape_interval: \(scrapeInterval)s
          scrape_timeout: \(min(scrapeInterval, 10))s
        scrape_configs:
          - job_name: \(Fleet.job)
            http_sd_configs:
              - url: http://\(address)/targets
                refresh_interval: \(scrapeInterval)s

        """
    }
}
