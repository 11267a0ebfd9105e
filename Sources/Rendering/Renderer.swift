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

    /// As `text(of:)`; JSON and CSV come in pieces, so that the text of a long history is never whole in memory.
    package func write(_ answer: Answer, to sink: (UnsafeRawBufferPointer) -> Void) {
        switch format {
        case .json: JSONRendering(zone: zone, indented: terminal.isTerminal).write(answer, to: sink)
        case .csv: CSVRendering(zone: zone).write(answer, to: sink)
        case .table, .plot:
            var text = text(of: answer)
            text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
        }
    }

    /// The whole text, with a line end at its end. Only JSON has the warnings: elsewhere they would be in the way.
    package func text(of answer: Answer) -> String {
        switch format {
        case .table: TableRendering(zone: zone, terminal: terminal).text(of: answer)
        case .json: JSONRendering(zone: zone, indented: terminal.isTerminal).text(of: answer)
        case .csv: CSVRendering(zone: zone).text(of: answer)
        case .plot: PlotRendering(zone: zone, terminal: terminal).text(of: answer)
        }
    }

    /// As `text(of:)` of a question's answer; there is no plot of it.
    package func text(of answer: StatAnswer) -> String {
        let rendering = StatRendering(zone: zone, terminal: terminal)
        return switch format {
        case .table, .plot: rendering.table(answer)
        case .json: rendering.json(answer)
        case .csv: rendering.csv(answer)
        }
    }
}
