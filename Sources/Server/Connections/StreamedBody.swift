import Dispatch
import NIOCore
import Synchronization

/// A body that one thread makes while a connection sends it: never more than `mostWaiting` bytes and a piece are in memory, since who
/// makes it waits for the client.
final class StreamedBody: Sendable {
    enum Next {
        case piece(ByteBuffer)
        /// There is nothing yet.
        case pending
        case end
        /// There will be no end.
        case failed
    }

    private enum Fate { case open, ended, failed, abandoned }

    private struct State {
        var pieces = CircularBuffer<ByteBuffer>()
        var bytes = 0
        var fate = Fate.open
        var isMakerWaiting = false
        /// Told once when there is something again.
        var wake: (@Sendable () -> Void)?
    }

    private static let mostWaiting = 1 << 20

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)

    // MARK: Who makes it

    /// Waits until there is room. False where nobody takes it any more, or nothing of it by the deadline.
    func add(_ piece: ByteBuffer, by deadline: DispatchTime) -> Bool {
        while true {
            let (isIn, isOpen, wake) = state.withLock { state -> (Bool, Bool, (@Sendable () -> Void)?) in
                guard state.fate == .open else { return (false, false, nil) }
                guard state.bytes < StreamedBody.mostWaiting else {
                    state.isMakerWaiting = true
                    return (false, true, nil)
                }
                state.pieces.append(piece)
                state.bytes += piece.readableBytes
                return (true, true, state.wake.take())
            }
            wake?()
            if isIn || !isOpen { return isIn }
            if room.wait(timeout: deadline) == .timedOut { return false }
        }
    }

    /// There is no more. Of a body that has failed the connection is closed, so that nobody takes it for a whole one.
    func end(hasFailed: Bool = false) {
        let wake = state.withLock { state in
            if state.fate == .open { state.fate = hasFailed ? .failed : .ended }
            return state.wake.take()
        }
        wake?()
    }

    // MARK: Who sends it

    /// The next piece. Where there is nothing yet, `wake` is called later, from another thread.
    func next(wake: @escaping @Sendable () -> Void) -> Next {
        let (next, signals) = state.withLock { state -> (Next, Bool) in
            if let piece = state.pieces.popFirst() {
                state.bytes -= piece.readableBytes
                let signals = state.isMakerWaiting && state.bytes < StreamedBody.mostWaiting
                if signals { state.isMakerWaiting = false }
                return (.piece(piece), signals)
            }
            switch state.fate {
            case .open:
                state.wake = wake
                return (.pending, false)
            case .ended: return (.end, false)
            case .failed, .abandoned: return (.failed, false)
            }
        }
        if signals { room.signal() }
        return next
    }

    /// The client is gone.
    func abandon() {
        let signals = state.withLock { state in
            state.fate = .abandoned
            state.pieces.removeAll()
            state.bytes = 0
            state.wake = nil
            defer { state.isMakerWaiting = false }
            return state.isMakerWaiting
        }
        if signals { room.signal() }
    }
}
