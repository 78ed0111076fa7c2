internal import Lifecycle

/// How long `lockstep-provider` is waited for, in milliseconds. It ends each request by itself, sooner: a time of silence that
/// is longer than that means that it was stopped, or hangs.
struct Patience {
    /// Linode's longest pause that is kept (150 s), one request (60 s), and a margin.
    var request = 240_000
    /// The same with all pages of a listing (300 s).
    var listing = 540_000
    /// From the first byte of a frame to its last.
    var frame = 30_000

    /// How long nothing may come while these are in flight.
    func silence(of sent: [ProviderProcess.Sent]) -> Int {
        sent.contains(where: \.isListing) ? listing : request
    }
}
