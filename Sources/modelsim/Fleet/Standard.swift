import ArgumentParser
import Glibc

/// The process' output streams.
enum Standard: Int32 {
    case output = 1
    case error = 2

    /// A stream that nobody reads any more is no concern of the simulation.
    func write(_ text: String) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                systemWrite(rawValue, raw.baseAddress?.advanced(by: written), raw.count - written)
            }
            guard count > 0 else { return }
            written += count
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// Runs the body of a command; what fails is told on stderr in the manner of all our programs.
func explainingErrors(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as SimulationError {
        Standard.error.write("modelsim: \(error.message)\n")
        if let hint = error.hint { Standard.error.write("hint: \(hint.text { setting, _ in setting.rawValue })\n") }
        throw ExitCode.failure
    }
}
