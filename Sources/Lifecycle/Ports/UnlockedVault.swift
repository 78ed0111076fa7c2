/// The unlocked vault: all that can be asked of it. Who needs a part asks for that part.
package protocol UnlockedVault: Ledger, AccountLedger, HandOutLedger, UpkeepLedger, SlotLedger,
    DepositLedger
{}
