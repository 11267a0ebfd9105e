import Support

/// `application/x-www-form-urlencoded`.
package enum FormEncoding {
    /// `query=up%7Bjob%3D%22a%22%7D&time=5`. A space is %20, which decoders take as gladly as +.
    package static func encode(_ fields: [HTTPRequest.Field]) -> String {
        fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }
}
