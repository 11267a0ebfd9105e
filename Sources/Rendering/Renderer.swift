import Questions
import Support

/// Turns answers into text: the one place that chooses among formats.
package struct Renderer: Sendable {
    package let format: OutputFormat
    /// The zone that times are written in.
    package let zone: Zone
    package let terminal: Terminal

    package init(format: OutputFormat, zone: Zone, terminal: Terminal) {
        self.format = format
        self.zone = zone
        self.terminal = terminal
    }

    /// Hands the text to `sink`, with a line end at its end. JSON and CSV come in pieces, so that the text of a long history
    /// is never whole in memory. Only JSON has the warnings: elsewhere they would be in the way.
    package func write<Asked: TabularQuestion>(
        _ answer: Asked.Answer, to question: Asked.Type, sink: (UnsafeRawBufferPointer) -> Void
    ) {
        switch format {
        case .table: send(TableRendering(zone: zone, terminal: terminal).text(of: answer, to: question), to: sink)
        case .json: JSONRendering(zone: zone, indented: terminal.isTerminal).write(answer, to: question, sink: sink)
        case .csv: CSVRendering(zone: zone).write(answer, to: question, sink: sink)
        case .plot: send(PlotRendering(zone: zone, terminal: terminal).text(of: answer, to: question), to: sink)
        }
    }

    private func send(_ text: String, to sink: (UnsafeRawBufferPointer) -> Void) {
        var text = text
        text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
    }
}
