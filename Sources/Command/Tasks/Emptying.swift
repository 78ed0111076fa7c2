internal import Delivery
internal import Imports
internal import Lifecycle
internal import Requests

/// Takes strings out of their files, once the vault has them, where a flag or a person says so.
struct Emptying {
    let context: Context
    let options: ImportOptions
    let kind: ImportSource.Kind
    private(set) var notes: [String] = []
    /// Why one could not be changed that was to be.
    private(set) var problem: Problem?

    init(context: Context, options: ImportOptions, kind: ImportSource.Kind) {
        (self.context, self.options, self.kind) = (context, options, kind)
    }

    mutating func empty(_ text: SourceText, _ rows: inout [ImportedString]) {
        let places = rows.indices.filter {
            rows[$0].source == text.name && [.sealed, .known, .ready].contains(rows[$0].fate)
        }
        guard !places.isEmpty else { return }
        let name = Printable.quoted(text.name)
        guard let file = text.file else {
            if kind == .pass { notes.append("To remove the entry: pass rm \(Printable.argument(text.name))") }
            return
        }
        let taking = Taking(file, step: context.tools.step)
        do throws(TakingError) { try taking.check() } catch {
            if options.takes {
                problem = problem ?? .taking(error, text.name)
            } else {
                notes.append(ImportWords.inTheWay(error, name))
            }
            return
        }
        guard !options.isRehearsal else {
            return notes.append(
                "With --wipe, \(ImportWords.count(places.count)) would be taken out of \(name).")
        }
        do throws(Problem) {
            guard try isAgreed(places.count, name) else {
                notes.append(
                    "\(name) still has \(ImportWords.count(places.count)). To take them out, run this again with "
                        + "--wipe.")
                return
            }
            try take(taking, text, places, &rows)
        } catch { problem = problem ?? error }
    }

    private func isAgreed(_ count: Int, _ name: String) throws(Problem) -> Bool {
        if options.takes { return true }
        guard context.terminal.canAsk, !context.options.json else { return false }
        return try context.terminal.confirms(
            "Take \(ImportWords.count(count)) out of \(name)?", otherwise: "Give --wipe.")
    }

    private mutating func take(
        _ taking: Taking, _ text: SourceText, _ places: [Int], _ rows: inout [ImportedString]
    ) throws(Problem) {
        // What is taken out is what the vault says at this moment that it has, and hands out.
        let known = try KnownStrings(context)
        var (cuts, taken): ([Taking.Cut], [Int]) = ([], [])
        for found in text.findings.strings {
            let mark = known.mark(of: try Sealing.string(found, text))
            guard let mark, mark.holder == .token, mark.state == .active,
                let place = places.first(where: { rows[$0].name == found.name && rows[$0].line == found.line }
                )
            else { continue }
            let reference = kind == .linodeCLI ? "" : Reference.text(of: mark.label)
            cuts.append(Taking.Cut(found.taken, leaving: reference))
            taken.append(place)
        }
        guard !cuts.isEmpty else { return }
        do throws(TakingError) { try taking.take(cuts, from: text.bytes) } catch {
            throw .taking(error, text.name)
        }
        for place in taken { rows[place].isTaken = true }
        notes.append(ImportWords.taken(cuts.count, text.name))
    }
}
