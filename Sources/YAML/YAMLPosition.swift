/// Where something stands in a file.
package struct YAMLPosition: Hashable, Sendable {
    /// The file's name as messages have it.
    package let file: String
    /// From 1; 0 where the file as a whole is meant.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int

    package init(file: String, line: Int, column: Int) {
        (self.file, self.line, self.column) = (file, line, column)
    }

    /// `config.yaml:3:7`, as compilers write it.
    package var text: String { line == 0 ? file : "\(file):\(line):\(column)" }
}

/// Something in a file that is wrong.
package struct YAMLMistake: Hashable, Sendable {
    package let position: YAMLPosition
    /// Lower case, one line, without a full stop.
    package let message: String

    package init(_ position: YAMLPosition, _ message: String) {
        (self.position, self.message) = (position, message)
    }

    /// `config.yaml:3:7: unknown key uri`
    package var text: String { "\(position.text): \(message)" }
}
