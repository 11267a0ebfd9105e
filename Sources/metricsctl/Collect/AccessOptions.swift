import ArgumentParser
import HTTPClient
import Prometheus

/// What the server asks of its clients. Files all of them: other users see what stands on a command line.
struct AccessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Headers to send, one NAME: VALUE a line.", valueName: "file"))
    var headerFile: String?

    @Option(help: ArgumentHelp("A token to send as Authorization: Bearer.", valueName: "file"))
    var bearerTokenFile: String?

    @Option(help: ArgumentHelp("Users and passwords by host, as curl reads them.", valueName: "file"))
    var netrc: String?

    @Option(help: ArgumentHelp("CA certificates to trust, PEM. Default: the machine's.", valueName: "file"))
    var cacert: String?

    @Option(help: ArgumentHelp("The client's certificate, PEM.", valueName: "file"))
    var cert: String?

    @Option(help: ArgumentHelp("Its key, PEM. Default: it is in the certificate's file.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("Connect to this Unix domain socket, whatever the URL says.", valueName: "path"))
    var unixSocket: String?

    func validate() throws {
        if key != nil, cert == nil { throw ValidationError("--key needs --cert") }
        if bearerTokenFile != nil, netrc != nil {
            throw ValidationError("--bearer-token-file and --netrc cannot be combined")
        }
    }

    var files: AccessFiles {
        var files = AccessFiles()
        (files.headers, files.bearerToken, files.netrc) = (headerFile, bearerTokenFile, netrc)
        (files.authorities, files.certificate, files.key) = (cacert, cert, key)
        files.unixSocket = unixSocket
        return files
    }
}
