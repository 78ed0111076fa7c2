internal import Lifecycle
internal import Requests
internal import Secrets

// Shares that open the vault: from files, or typed one after the other.

extension Context {
    /// What the files of `--share-file` give; `nil` where none is named.
    func shareFiles(_ ways: [SlotOutline]) throws(Problem) -> Unlocking? {
        guard !options.shareFiles.isEmpty else { return nil }
        guard door.isThere else {
            throw .usage(
                "A vault is not created with shares.",
                hint: "Create it, then add them: lockstep slot add shares --threshold K --count N")
        }
        let others = [options.keyFile, options.passphraseFile, options.passphraseDescriptor]
        guard others.allSatisfy({ $0 == nil }) else {
            throw .usage("Give --share-file without --key-file, --passphrase-file and --passphrase-fd.")
        }
        guard ways.isEmpty || ways.contains(where: { $0.kind == .shares }) else {
            throw Problem(
                .locked, .share, "No slot of this vault takes shares.", safe: "Nothing was changed.",
                hint: "Open it another way. To see what it takes: lockstep slot list")
        }
        var collection = ShareCollection(ways)
        for path in options.shareFiles {
            let text = try SecretFile.text(path, "The share file", console)
            do throws(ShareCollection.Refusal) { try collection.add(text) } catch {
                throw Problem(
                    .locked, .share, collection.words(error, "The share file \(Printable.quoted(path))"),
                    safe: "Nothing was changed.", hint: hint(error))
            }
        }
        if let missing = collection.missing {
            throw Problem(
                .locked, .share, missing, safe: "Nothing was changed.",
                hint: "Repeat --share-file for each share, or type them: lockstep unlock")
        }
        return try combined(collection)
    }

    private func hint(_ refusal: ShareCollection.Refusal) -> String {
        switch refusal {
        case .unlike: "Name a file with one share in it, as lockstep slot add shares wrote it."
        case .mistyped: "Compare the file with the share on paper, group by group."
        case .foreign, .mixed:
            "Name files with shares of one set of this vault. To see its sets: lockstep slot list"
        case .repeated: "Name a file with another share."
        }
    }

    /// What was typed where a passphrase was asked for: one, or the first of the shares that the vault takes.
    func typed(_ text: consuming SecretBytes) throws(Problem) -> Unlocking {
        guard Share.looksLike(text) else { return .passphrase(text) }
        let ways = try ways()
        guard ways.contains(where: { $0.shares != nil }) else { return .passphrase(text) }
        return try typedShares(after: text, ways)
    }

    /// The rest of the shares, once the first was typed where a passphrase was asked for.
    private func typedShares(after first: borrowing SecretBytes, _ ways: [SlotOutline]) throws(Problem)
        -> Unlocking
    {
        var collection = ShareCollection(ways)
        try add(first, to: &collection)
        var errors = 0
        while !collection.isComplete {
            let wanted = collection.threshold.map { " of \($0)" } ?? ""
            let typed = try terminal.secret(
                "Share \(collection.shares.count + 1)\(wanted)", otherwise: "Give --share-file, once a share."
            )
            if try add(typed, to: &collection) { errors = 0 } else { errors += 1 }
            guard errors < 3 else {
                throw Problem(
                    .locked, .share, "Three times in a row, what was typed was not a share that is missing.",
                    safe: "Nothing was changed.")
            }
        }
        return try combined(collection)
    }

    @discardableResult
    private func add(
        _ typed: borrowing SecretBytes, to collection: inout ShareCollection
    ) throws(Problem) -> Bool {
        do throws(ShareCollection.Refusal) { try collection.add(typed) } catch {
            try terminal.say(collection.words(error, "That") + "\n", otherwise: "")
            return false
        }
        return true
    }

    private func combined(_ collection: ShareCollection) throws(Problem) -> Unlocking {
        do throws(SecretsError) { return try collection.unlocking() } catch {
            throw Problem(error, reading: "The shares")
        }
    }
}

extension ShareCollection {
    /// What to say of those that are missing; `nil` where none is.
    var missing: String? {
        guard let threshold, shares.count < threshold else { return nil }
        let given = shares.count == 1 ? "one share was" : "\(shares.count) shares were"
        return "It takes \(threshold) shares of the set \(shares[0].name), and \(given) given."
    }
}
