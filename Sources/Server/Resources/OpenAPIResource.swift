extension Resource {
    /// The API's description (OpenAPI 3.1): a test holds every route and answer against it.
    static let openAPI = Resource("/openapi.json", keeping: .forever) { _ in
        Content(type: Content.json, text: String(decoding: PackageResources.openapi_json, as: UTF8.self))
    }
}
