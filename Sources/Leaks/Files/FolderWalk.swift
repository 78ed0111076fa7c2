internal import Glibc
internal import Platform

/// Finds the files of folders, and opens them.
struct FolderWalk {
    /// Files that are not opened: who closes a file of the vault gives up the locks that its process has on it.
    let own: Set<FileStatus.Identity>
    let found: (SearchedFile) -> Void
    let passedOver: (Unsearched) -> Void

    /// Looks for files at a place that somebody named: a link there is followed, and a pipe is read.
    func look(at place: SearchPlace) {
        guard case .path(let path) = place else {
            return found(SearchedFile(place, nil, size: nil))
        }
        guard let kind = open(path, isNamed: true) else { return }
        if kind == .folder { walk(path) }
    }

    private func walk(_ folder: [UInt8]) {
        var folders = [folder]
        // The first may be a link, which was followed.
        var isFirst = true
        while let folder = folders.popLast() {
            do throws(SystemError) {
                guard try !own.contains(FileStatus(at: folder, followingLinks: isFirst).identity) else {
                    passedOver(Unsearched(.path(folder), .own))
                    continue
                }
                var entries = try FolderEntries(isFirst ? folder + Array("/.".utf8) : folder)
                isFirst = false
                while let entry = try entries.next() {
                    let path =
                        folder + (folder.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + entry.name
                    take(entry.kind, path, &folders)
                }
            } catch {
                isFirst = false
                passedOver(Unsearched(.path(folder), .unreadable(error.number)))
            }
        }
    }

    private func take(_ kind: FileStatus.Kind?, _ path: [UInt8], _ folders: inout [[UInt8]]) {
        switch kind {
        case .folder: folders.append(path)
        case .link: passedOver(Unsearched(.path(path), .link))
        case .socket, .characterDevice, .other: passedOver(Unsearched(.path(path), .special))
        case .file, nil: if open(path, isNamed: false) == .folder { folders.append(path) }
        }
    }

    /// Opens a file and hands it on; returns what it is, `nil` where it is not to be had.
    private func open(_ path: [UInt8], isNamed: Bool) -> FileStatus.Kind? {
        do throws(SystemError) {
            guard try !own.contains(FileStatus(at: path, followingLinks: isNamed).identity) else {
                passedOver(Unsearched(.path(path), .own))
                return nil
            }
            // A pipe that nobody writes to must not hold up the search of a folder.
            let flags = isNamed ? O_RDONLY | O_NOCTTY : O_RDONLY | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK
            let file = try Descriptor(opening: path, flags)
            let status = try file.status()
            switch status.kind {
            case .folder: break
            case .file: found(SearchedFile(.path(path), file, size: status.size))
            case _ where isNamed: found(SearchedFile(.path(path), file, size: nil))
            default: passedOver(Unsearched(.path(path), .special))
            }
            return status.kind
        } catch {
            let isLink = !isNamed && error.number == ELOOP
            passedOver(Unsearched(.path(path), isLink ? .link : .unreadable(error.number)))
            return nil
        }
    }
}
