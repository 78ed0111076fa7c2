internal import Glibc
package import Platform
internal import Secrets
internal import Synchronization

/// Looks through files and folders, with a thread a processor.
package struct LeakSearch: Sendable {
    private let table: SoughtTable
    private let own: Set<FileStatus.Identity>

    /// More threads would lock more memory than a user may.
    private static let mostThreads = 6
    /// So many stretches wait to be looked through: each may have an open file.
    private static let mostWaiting = 64

    /// Takes what is looked for, and the vault's own files, which are left alone.
    package init(_ table: SoughtTable, own: Set<FileStatus.Identity>) {
        (self.table, self.own) = (table, own)
    }

    /// Looks through places, and says what was found and what could not be looked into.
    package func run(_ places: [SearchPlace]) -> SearchReport {
        let work = Work()
        let threads = (0..<LeakSearch.threads).count { _ in
            OwnThread.start { [self] in
                perform(work)
                work.ended.put((), weight: 0)
            }
        }
        let walk = FolderWalk(own: own) { file in
            for stretch in file.stretches { work.stretches.put(stretch, weight: threads > 0 ? 1 : 0) }
        } passedOver: { unsearched in
            work.report.withLock { $0.add(unsearched) }
        }
        places.forEach(walk.look)
        work.stretches.end()
        if threads == 0 { perform(work) }
        for _ in 0..<threads { _ = work.ended.take() }
        return work.report.withLock { report in
            report.sort()
            return report
        }
    }

    private static var threads: Int { min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), mostThreads) }

    /// What threads share.
    private final class Work: Sendable {
        let stretches = BoundedQueue<SearchedFile.Stretch>(limit: mostWaiting)
        let ended = BoundedQueue<Void>(limit: 1)
        let report = Mutex(SearchReport())
    }

    private func perform(_ work: Work) {
        guard var search = try? RangeSearch(table) else {
            while let stretch = work.stretches.take() {
                take(.failure(SystemError(ENOMEM)), of: stretch, work)
            }
            return
        }
        while let stretch = work.stretches.take() {
            let file = stretch.file
            do throws(SystemError) {
                let found = try search.run(file.number, isStream: file.isStream, stretch.range)
                take(.success(found), of: stretch, work)
            } catch { take(.failure(error), of: stretch, work) }
        }
    }

    /// Adds what came of a file with its last stretch; what cannot be read is said, and what was found in the rest of it, too.
    private func take(
        _ result: Result<RangeSearch.Found, SystemError>, of stretch: SearchedFile.Stretch, _ work: Work
    ) {
        let place = stretch.file.place
        guard let (found, failure) = stretch.file.finish(stretch.number, result) else { return }
        work.report.withLock { report in
            report.add(found.tokens, in: place)
            report.bytes += found.bytes
            if let container = found.container { report.add(Unsearched(place, .compressed(container))) }
            if let failure {
                report.add(Unsearched(place, .unreadable(failure.number)))
            } else {
                report.files += 1
            }
        }
    }
}
