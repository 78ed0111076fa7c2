internal import Delivery
internal import Platform
internal import Requests

/// The file that node_exporter's textfile collector reads: it is replaced whole, and everybody may read it.
struct MetricsFile {
    /// What it is called in a folder.
    static let usualName = "lockstep.prom"
    private let path: String
    private let file: OutputFile

    /// The path of the file: in a folder, that of the usual name. The collector reads only what ends in `.prom`.
    static func path(_ output: String) throws(Problem) -> String {
        if (try? FileStatus(of: output))?.kind == .folder { return "\(output)/\(usualName)" }
        guard output.hasSuffix(".prom") else {
            throw .usage(
                "\(Printable.quoted(output)) is not a folder, and does not end in .prom.",
                hint: "The textfile collector reads only files whose names end in .prom.")
        }
        return output
    }

    /// Begins it; the one that is there stays until `finish`, and its mode and owner with it.
    init(_ path: String) throws(Problem) {
        self.path = path
        let isNew = (try? FileStatus(of: path)) == nil
        do throws(HandOutError) {
            file = try OutputFile(path, rights: OutputRights(mode: isNew ? 0o644 : nil))
            try file.begin()
        } catch { throw MetricsFile.problem(error, path) }
    }

    func write(_ text: String) throws(Problem) {
        do throws(SystemError) { try writeAll(Array(text.utf8).span, to: file.descriptor) } catch {
            throw PlainFile.unwritten(error.number, path)
        }
    }

    /// Gives it its name.
    func finish() throws(Problem) {
        do throws(HandOutError) { try file.finish() } catch { throw MetricsFile.problem(error, path) }
    }

    private static func problem(_ error: HandOutError, _ path: String) -> Problem {
        switch error {
        case .unwritable(let number): PlainFile.unwritten(number, path)
        case .planted(let owner): .planted(path, by: owner)
        default: Problem(error, file: path)
        }
    }
}
