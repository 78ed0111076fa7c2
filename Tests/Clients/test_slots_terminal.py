"""The ways into a vault by hand: a forgotten passphrase, two factors, a recovery key that is written down."""

import re

from terminal import TmuxTest


class ByHand(TmuxTest):
    def setUp(self):
        super().setUp()
        self.vault = self.folder / self.id().rpartition(".")[2]
        self.vault.mkdir(mode=0o700)
        self.shell()
        self.line(f"export LOCKSTEP_KEY_FILE= LOCKSTEP_VAULT=$F/{self.vault.name}/vault.db HISTFILE=; clear")

    def answer(self, question, text):
        self.see(question)
        self.line(text)

    def make(self, *more):
        """A vault by hand; gives its recovery key as it stands on the screen, however the terminal breaks it."""
        self.line(" ".join(("lockstep init --kdf interactive", *more)))
        self.answer("^New passphrase:$", "an umbrella walks past midnight")
        self.answer("^New passphrase, again:$", "an umbrella walks past midnight")
        self.see(r"written down\? \[y/N\]$")
        screen = self.screen("-J")
        key = re.search(r"LSRK(-[0-9a-f]{8}){9}", screen)[0]
        self.line("y")
        self.see("Next: lockstep login")
        self.line("clear")
        return key

    def test_forgotten(self):
        key = self.make()
        self.line("lockstep login --token-stdin < $F/token; echo login=$?")
        self.answer("^Passphrase of the vault:$", "an umbrella walks past midnight")
        self.see("^login=0$")
        self.fresh("lockstep passwd --kdf interactive; echo code=$?")
        self.answer("^Passphrase of the vault:$", "i forgot")
        self.answer(r"That does not open the vault\.\nPassphrase of the vault:$", key[:-1] + ("1" if key.endswith("0") else "0"))
        self.answer(r"mistyped: .*\nPassphrase of the vault:$", key.upper().replace("-", " "))
        self.answer("^New passphrase:$", "seven new words nobody ever heard of")
        self.answer("^New passphrase, again:$", "seven new words nobody ever heard of")
        self.see("The passphrase is changed")
        self.see("^code=0$")
        self.fresh("lockstep slot test; echo code=$?")
        self.answer("^Passphrase of the vault:$", "an umbrella walks past midnight")
        self.answer(r"That does not open the vault\.\nPassphrase of the vault:$", "seven new words nobody ever heard of")
        self.see("This opens the vault: passphrase")
        self.fresh("lockstep status; lockstep doctor; echo code=$?")
        self.answer("^Passphrase of the vault:$", "seven new words nobody ever heard of")
        self.see("^code=0$")

    def test_a_recovery_key_that_is_not_written_down_makes_nothing(self):
        self.line("lockstep init --kdf interactive; echo code=$?")
        self.answer("^New passphrase:$", "an umbrella walks past midnight")
        self.answer("^New passphrase, again:$", "an umbrella walks past midnight")
        for times in range(3):
            self.see(r"(?s)" + r"written down\? \[y/N\] n\n.*?" * times + r"written down\? \[y/N\]$")
            self.line("n")
        self.see("No vault was created")
        self.see("^code=1$")
        self.assertEqual(list(self.vault.iterdir()), [])

    def test_two_factors_by_hand(self):
        self.make("--two-factor", "--key-file", f"{self.vault}/stick")
        self.line(f"lockstep list --key-file {self.vault}/stick; echo code=$?")
        self.answer("^Passphrase that goes with the key file:$", "an umbrella walks past midnight")
        self.see("^code=0$")
        self.fresh("lockstep list; echo code=$?")
        self.answer("^Recovery key.*:$", "an umbrella walks past midnight")
        self.see("That does not open the vault")
        self.keys("C-c")
        self.fresh("lockstep slot add recovery; echo code=$?")
        self.see("name the key file with --key-file")
        self.keys("C-c")
