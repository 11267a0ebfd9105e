import Foundation
import Questions
import Rendering
import SQLiteStore
import Schedule
import Support
import Synchronization

@testable import metricsctl

/// A world of one's own for commands: its clock stands still, and what is said is kept.
final class FakeContext: Sendable {
    private let said = Mutex<(output: [UInt8], errors: [UInt8])>(([], []))
    private let time: Int
    private let variables: [String: String]
    private let isTerminal: Bool
    private let answer: String?
    private let runTool: Subprocess.Run
    private let input: Mutex<[UInt8]>

    /// - Parameters:
    ///   - time: seconds since 1970 UTC.
    ///   - answer: what somebody types when asked; nil where nobody is there.
    init(
        at time: Int = SampleArchive.newest + 60, variables: [String: String] = [:], isTerminal: Bool = false,
        answer: String? = nil, input: String = "", runTool: @escaping Subprocess.Run = { _, _, _ in nil }
    ) {
        (self.time, self.variables, self.isTerminal, self.answer) = (time, variables, isTerminal, answer)
        self.runTool = runTool
        self.input = Mutex(Array(input.utf8))
    }

    var output: String { String(decoding: said.withLock { $0.output }, as: UTF8.self) }
    var errors: String { String(decoding: said.withLock { $0.errors }, as: UTF8.self) }

    /// Runs a command line as `Main` does, without its complaints.
    func run(_ arguments: String...) throws {
        if try PlainQuestion.ask(arguments, in: context(arguments)) { return }
        let command = try Metricsctl.command(of: arguments)
        guard let command = command as? any ContextCommand else { throw NoCommand() }
        try command.run(in: context(arguments))
    }

    /// A few bytes at a time, as pipes may have them.
    private static func take(_ input: inout [UInt8], into bytes: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(7, input.count, bytes.count)
        bytes.copyBytes(from: input.prefix(count))
        input.removeFirst(count)
        return count
    }

    private struct NoCommand: Error {}

    func context(_ arguments: [String] = []) -> Context {
        let (size, answer) = (isTerminal ? Terminals.Size(columns: 100) : nil, answer)
        return Context(
            arguments: arguments, clock: { [time] in Double(time) }, instant: { .now }, zone: .utc,
            environment: Environment(
                variable: { [variables] in variables[$0] }, hostName: { "host" }, userName: { "somebody" },
                folder: { "/somewhere" }, program: { "/usr/bin/metricsctl" }, processID: 1),
            terminals: Terminals(output: { size }, errors: { size }, answer: { answer.map { text in { text } } }),
            output: Output { [self] bytes, stream in
                said.withLock { said in
                    if stream == .output { said.output += bytes } else { said.errors += bytes }
                }
                return nil
            }, read: { [self] bytes in input.withLock { Self.take(&$0, into: bytes) } }, archives: SQLiteOpener(),
            runTool: runTool)
    }
}
