internal import Lifecycle
internal import Secrets

/// What of a vault is read without a key: its id and its slots, both of which stand twice. Whatever copies can be read are ways in.
struct Entrance {
    /// A copy of the slots with a vault's id.
    struct Way {
        let vault: [UInt8]
        let slots: SlotsRow
    }

    /// The ways in, those without a damaged slot first; never none.
    let ways: [Way]
    /// The copies that are not whole, as far as that can be told without a key.
    let damaged: Set<Table>

    /// The first way in.
    var best: Way { ways[0] }

    /// Reads both copies within a look; throws what there is against them where neither can be read.
    init(_ store: any RowStore) throws(LedgerError) {
        var damaged: Set<Table> = []
        var refusal = LedgerError(.altered, .vault)
        var doors: [[UInt8]] = []
        for table in [Table.first, .second] {
            do throws(LedgerError) {
                let vault = try Door.vault(in: store.copy(.door, of: table))
                if !doors.contains(vault) { doors.append(vault) }
            } catch {
                refusal = Entrance.worse(refusal, error)
                damaged.insert(table)
            }
        }
        guard !doors.isEmpty else { throw refusal }
        var ways: [Way] = []
        refusal = LedgerError(.altered, .slot)
        // Either id with either copy: a damaged id would have all slots look damaged.
        for table in [Table.first, .second] {
            var isWhole = false
            for vault in doors {
                do throws(LedgerError) {
                    let slots = try SlotsRow(store.copy(.slots, of: table), of: vault)
                    isWhole = isWhole || !slots.areDamaged
                    if !ways.contains(where: { $0.vault == vault && $0.slots.bytes == slots.bytes }) {
                        ways.append(Way(vault: vault, slots: slots))
                    }
                } catch { refusal = Entrance.worse(refusal, error) }
            }
            if !isWhole { damaged.insert(table) }
        }
        guard !ways.isEmpty else { throw refusal }
        self.ways = ways.filter { !$0.slots.areDamaged } + ways.filter(\.slots.areDamaged)
        self.damaged = damaged
    }

    /// The one of two refusals that says more: of a later version, a wrong key, damage.
    static func worse(_ one: LedgerError, _ other: LedgerError) -> LedgerError {
        let order: [LedgerError.Code] = [.newer, .wrongKey]
        let places = [one, other].map { order.firstIndex(of: $0.code) ?? order.count }
        return places[1] < places[0] ? other : one
    }

    /// Opens the keyring by the first slot that takes what is given. The copy of the slots that the tree has is believed; one with a
    /// damaged slot only where neither is in the tree. For an examination any that opens will do.
    func unlock(
        _ store: any RowStore, with unlocking: borrowing Unlocking, isExamining: Bool = false
    ) throws(LedgerError) -> Keyring {
        var refusal: LedgerError?
        var fallback: Keyring?
        for (place, way) in ways.enumerated() where !isTried(place) || fallback != nil {
            do throws(LedgerError) {
                let keyring = try way.slots.unlock(of: way.vault, with: unlocking)
                if isExamining { fallback = fallback ?? keyring }
                if try Transaction(store, keyring).has(way.slots) { return keyring }
                if way.slots.areDamaged { fallback = fallback ?? keyring }
                refusal = refusal ?? LedgerError(.altered, .slot)
            } catch { refusal = refusal.map { Entrance.worse($0, error) } ?? error }
        }
        if let fallback { return fallback }
        throw refusal ?? LedgerError(.altered, .slot)
    }

    /// The newest keyring, for who has an earlier one; `nil` where the slot that opened that is not there any more.
    func keyring(_ store: any RowStore, after known: Keyring) throws(LedgerError) -> Keyring? {
        for way in ways where way.vault == known.vault {
            let found = try opening(.slot) { () throws(SecretsError) in try way.slots.keyring(after: known) }
            if let found, try Transaction(store, found).has(way.slots) { return found }
        }
        return nil
    }

    /// Whether all slots of a way are in one before it: none opens there that did not open here.
    private func isTried(_ place: Int) -> Bool {
        let way = ways[place]
        return ways[..<place].contains { before in
            before.vault == way.vault && way.slots.whole.allSatisfy(before.slots.whole.contains)
        }
    }
}

extension Transaction {
    /// Whether the tree has just this row of slots; throws `newer` where a later version has written the tree.
    func has(_ slots: SlotsRow) throws(LedgerError) -> Bool {
        do throws(LedgerError) { try verify(slots) } catch {
            guard error.code != .newer else { throw error }
            return false
        }
        return true
    }

    /// The slots that the tree has, from whichever copy; `nil` where neither is in the tree.
    func slots() throws(LedgerError) -> (row: SlotsRow?, entrance: Entrance) {
        let entrance = try Entrance(store)
        for way in entrance.ways where way.vault == keyring.vault {
            if try has(way.slots) { return (way.slots, entrance) }
        }
        return (nil, entrance)
    }
}
