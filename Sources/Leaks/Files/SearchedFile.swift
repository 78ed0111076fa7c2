internal import Platform
internal import Synchronization

/// A file that is being looked through, in one stretch or several at once. It is closed with the last of them.
final class SearchedFile: Sendable {
    /// What one thread looks through.
    struct Stretch: Sendable {
        let file: SearchedFile
        let number: Int
        let range: Range<Int>
    }

    /// Files of more bytes are looked through by several threads, so much at a time.
    private static let leastStretch = 8 << 20
    /// There are no more stretches of a file, however long it says it is.
    private static let mostStretches = 1024
    let place: SearchPlace
    /// `nil` for standard input, which somebody else owns.
    private let descriptor: Descriptor?
    let isStream: Bool
    private let ranges: [Range<Int>]
    private let results = Mutex([Int: Result<RangeSearch.Found, SystemError>]())

    init(_ place: SearchPlace, _ descriptor: consuming Descriptor?, size: Int?) {
        (self.place, isStream) = (place, size == nil)
        self.descriptor = descriptor
        let size = size ?? 0
        let stretch = max(SearchedFile.leastStretch, size / SearchedFile.mostStretches)
        let cuts = (0..<max(1, size / stretch)).map { $0 * stretch }
        // What is written meanwhile belongs to the last.
        ranges = zip(cuts, cuts.dropFirst() + [Int.max]).map { $0..<$1 }
    }

    var stretches: [Stretch] {
        ranges.enumerated().map { Stretch(file: self, number: $0, range: $1) }
    }

    var number: Int32 {
        switch descriptor {
        case .some(let descriptor): descriptor.number
        case .none: 0
        }
    }

    /// Takes what came of a stretch; with the last, returns all that was found in the file, lines counted from 1, and why part of it
    /// could not be read.
    func finish(
        _ stretch: Int, _ result: Result<RangeSearch.Found, SystemError>
    ) -> (found: RangeSearch.Found, failure: SystemError?)? {
        let all = results.withLock { results in
            results[stretch] = result
            return results.count == ranges.count ? results : nil
        }
        guard let all else { return nil }
        var (whole, failure) = (RangeSearch.Found(), SystemError?.none)
        for number in ranges.indices {
            switch all[number] {
            case .success(let part):
                whole.tokens += part.tokens.map { $0.behind(lines: whole.newlines) }
                whole.newlines += part.newlines
                whole.bytes += part.bytes
                whole.container = whole.container ?? part.container
            case .failure(let error): failure = failure ?? error
            case nil: break
            }
        }
        whole.tokens = FoundToken.distinct(whole.tokens).map { $0.behind(lines: 1) }
        return (whole, failure)
    }
}

extension FoundToken {
    fileprivate func behind(lines: Int) -> FoundToken {
        var token = self
        token.line += lines
        return token
    }
}
