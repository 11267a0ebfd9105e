import ArgumentParser
import Reports

extension TimeSpan: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
