import ArgumentParser
import Questions
import Support

extension TimeSpan: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
