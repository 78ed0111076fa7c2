package import Lifecycle

// What follows from what is known.

extension WhyResult {
    /// What is to be said to somebody who wants to revoke the token, in the word that scripts see. None of them says that it is safe: of
    /// other machines, and of who has kept the string, nothing is known here.
    package enum Advice: String, Sendable, CaseIterable {
        /// It is not finished, or its revocation has begun.
        case unfinished, revoking
        /// It has expired, by this machine's clock.
        case expired
        /// It was read lately: whatever did would be refused.
        case inUse = "in-use"
        /// It was read before, and not lately.
        case idle
        /// This machine has no entry of a hand-out.
        case neverRead = "never-read"
    }

    /// What nobody can tell from here, in the words that scripts see.
    package enum Unknown: String, Sendable, CaseIterable {
        /// Hand-outs on other machines, and to other users of this one.
        case elsewhere
        /// Hand-outs from before the log of this machine.
        case before
        /// Whether a program that got it has kept it.
        case kept
        /// Who knew the string before it was sealed here: it was adopted.
        case adopted
        /// Who read it besides: there were too many.
        case readers
        /// Who made it.
        case maker
    }

    /// What is to be said.
    package func advice(at now: Instant) -> Advice {
        switch token.record.state {
        case .creating: return .unfinished
        case .revoking, .gone: return .revoking
        case .active, .retiring: break
        }
        if token.record.token.expiry.hasPassed(at: now) { return .expired }
        if !recentReaders.isEmpty || readings.last.map({ $0 >= recent }) ?? false { return .inUse }
        return readings.count > 0 ? .idle : .neverRead
    }

    /// What nobody can tell.
    package var unknown: [Unknown] {
        var unknown: [Unknown] = [.elsewhere, .before, .kept]
        if token.record.nonce == nil { unknown.append(.adopted) }
        if !readings.isComplete { unknown.append(.readers) }
        if made == nil { unknown.append(.maker) }
        return unknown
    }

    /// Who had one of the label's tokens lately, each once, whichever generation it was; who had one last comes first.
    package var recentReaders: [LabelReadings.Reader] {
        var found: [LabelReadings.Reader] = []
        for reader in readings.readers where reader.last >= recent {
            guard let place = found.firstIndex(where: { $0.isSame(as: reader) }) else {
                found.append(reader)
                continue
            }
            found[place].first = min(found[place].first, reader.first)
            found[place].last = max(found[place].last, reader.last)
            found[place].generation = max(found[place].generation, reader.generation)
            found[place].count += reader.count
        }
        return found.sorted { $0.last == $1.last ? $0.executable < $1.executable : $0.last > $1.last }
    }

    /// Who read an older generation lately, and has not read a newer one since.
    package func unmoved(from generation: UInt32) -> [LabelReadings.Reader] {
        readings.readers.filter { reader in
            reader.generation == generation && reader.last >= recent
                && !readings.readers.contains { $0.generation > generation && $0.isSame(as: reader) }
        }
    }
}

extension LabelReadings.Reader {
    /// Whether it is the same program, as far as anybody can tell.
    fileprivate func isSame(as other: LabelReadings.Reader) -> Bool {
        executable == other.executable && unit == other.unit && user == other.user
    }
}
