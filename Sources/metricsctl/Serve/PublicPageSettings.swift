import Configuration
import Latency
import Questions
import Rendering
import Server
import Support

/// The page for customers as a configuration wants it.
enum PublicPageSettings {
    /// Throws where there would be nothing to see, and for languages and zones that there are not.
    static func page(of configuration: Configuration, in context: Context) throws -> PublicPage {
        let page = configuration.page
        let models = try PublicModels(configuration.models)
        var settings = PublicSite.Settings(zone: try page.timezone.map(zone) ?? context.zone)
        (settings.title, settings.url, settings.zoneName) = (page.title, page.url, page.timezone)
        settings.language = page.language
        let site = PublicSite(
            models: models.all, settings: settings, languages: try languages(page.languageFile, shown: page.language))
        return PublicPage(site, models)
    }

    private static func zone(_ name: String) throws(PublicPageError) -> Zone {
        guard let zone = Zone.process(named: name) else { throw .unknownZone(name) }
        return zone
    }

    /// That which is shown first comes first.
    private static func languages(_ file: String?, shown tag: String?) throws -> [PublicLanguage] {
        var languages = PublicLanguage.builtIn
        if let path = file {
            do {
                let own = try PublicLanguage(text: try SmallFile.text(of: path))
                languages = languages.filter { $0.tag.lowercased() != own.tag.lowercased() } + [own]
            } catch let fault as PublicLanguage.Fault {
                throw PublicPageError.badLanguage(path: path, fault)
            }
        }
        guard let tag else { return languages }
        guard let first = languages.firstIndex(where: { $0.tag.lowercased() == tag.lowercased() }) else {
            throw PublicPageError.unknownLanguage(tag, known: languages.map(\.tag))
        }
        return [languages.remove(at: first)] + languages
    }
}

/// Why there can be no page for customers.
enum PublicPageError: ExplainedError {
    case unknownZone(String)
    case unknownLanguage(String, known: [String])
    case badLanguage(path: String, PublicLanguage.Fault)

    var message: String {
        switch self {
        case .unknownZone(let name): "page.timezone is none that this machine knows: \(name)"
        case .unknownLanguage(let tag, let known):
            "page.language is none that there is: \(tag), there are \(known.joined(separator: ", "))"
        case .badLanguage(let path, let fault): "cannot use the language of \(path): \(fault.message)"
        }
    }

    var hint: Hint? {
        switch self {
        case .unknownZone: "install tzdata, or write a name such as Asia/Seoul"
        case .unknownLanguage: "add it with page.language_file: Sources/Documentation/PublicPage.md says how"
        case .badLanguage: nil
        }
    }
}
