import NIOCore
import NIOHTTP1

extension Response {
    /// What is answered to bytes that are no request; nil where an error is none of the client's.
    init?(refusing error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow, is ByteToMessageDecoderError.PayloadTooLargeError:
            self = .failure(.requestHeaderFieldsTooLarge, "the request's head is too long")
        case is HTTPParserError:
            self = .failure(.badRequest, "this is not HTTP")
        default: return nil
        }
    }
}
