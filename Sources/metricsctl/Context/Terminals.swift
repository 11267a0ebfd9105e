import Rendering

/// What is behind stdin, stdout and stderr.
struct Terminals: Sendable {
    struct Size {
        /// nil where the terminal does not say.
        let columns: Int?
    }

    /// Of stdout; nil where it is no terminal. Asked each time: people change the size of windows.
    let output: @Sendable () -> Size?
    /// Of stderr.
    let errors: @Sendable () -> Size?
    /// Takes the line that somebody types; nil where nobody is there to be asked.
    let answer: @Sendable () -> (() -> String)?
}

extension Context {
    /// What stdout is.
    var terminal: Terminal { terminal(terminals.output()) }

    /// What stderr is.
    var errorTerminal: Terminal { terminal(terminals.errors()) }

    private func terminal(_ size: Terminals.Size?) -> Terminal {
        guard let size else { return .none }
        let isPlain = variable("NO_COLOR") != nil || variable("TERM") == "dumb"
        return Terminal(isTerminal: true, width: size.columns ?? Terminal.usualWidth, hasColor: !isPlain)
    }
}
