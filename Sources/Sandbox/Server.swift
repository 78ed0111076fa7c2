internal import CMicroHTTPD
internal import Glibc

/// The sandbox on its socket: libmicrohttpd, one thread a connection.
@safe package final class Server {
    private let daemon: OpaquePointer
    private let held: Unmanaged<Sandbox>

    /// The port it listens on.
    package let port: UInt16

    /// Why it does not run.
    package enum Failure: String, Error {
        /// The state file is not of this sandbox.
        case foreignState = "the state file was not written by this program"
        /// The port is taken, or there are no sockets.
        case noSocket = "the port is in use, or no socket is available"
        /// The port file or the token file cannot be written.
        case unwritable = "the port file or the token file cannot be written"
    }

    /// Listens; the files that were asked for are written once it does.
    package init(_ settings: Settings) throws(Failure) {
        guard let sandbox = Sandbox(settings) else { throw .foreignState }
        let held = unsafe Unmanaged.passRetained(sandbox)
        guard
            let daemon = unsafe lockstep_serve(
                settings.port, Server.handle, Server.completed, held.toOpaque())
        else {
            unsafe held.release()
            throw .noSocket
        }
        unsafe self.daemon = daemon
        unsafe self.held = held
        port = unsafe lockstep_port(daemon)
        if let file = settings.tokenFile, !Files.write("\(sandbox.provisioningToken)\n", to: file) {
            throw .unwritable
        }
        if let file = settings.portFile, !Files.write("\(port)\n", to: file) { throw .unwritable }
    }

    /// Closes every connection.
    deinit {
        unsafe MHD_stop_daemon(daemon)
        unsafe held.release()
    }
}
