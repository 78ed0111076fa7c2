"""On a terminal whatever takes more than a second says so, and how long already; in a pipe nothing does."""

import contextlib
import os
import pty
import signal
import time

from sandbox import BUILT
from terminal import TmuxTest
from waiting import eventually


class Ticker(TmuxTest):
    def setUp(self):
        self.addCleanup(self.ask, "DELETE", "/_sandbox/faults")

    def fault(self, kind, method, **more):
        self.ask("POST", "/_sandbox/faults", {"fault": kind, "method": method, "path": "/v4/profile/tokens", **more})

    def test_the_seconds_are_counted_while_the_provider_is_silent_and_gone_afterwards(self):
        self.fault("no-answer", "GET", times=1)
        self.shell()
        self.line("lockstep list --remote; echo over=$?")
        self.see(r"Waiting for the provider: 2 s")
        self.see(r"Waiting for the provider: 3 s")
        self.keys("C-c")
        self.see(r"\^C")
        self.line("clear; lockstep list --remote; echo over=$?")
        self.see(r"^over=0")
        self.assertNotIn("Waiting", self.screen())

    def test_an_interrupt_says_that_what_was_begun_is_finished(self):
        self.fault("no-answer", "POST", times=1)
        self.shell()
        self.line("lockstep create slow --scope linodes:ro --expiry 1d")
        self.see(r"Waiting for the provider: \d s")
        self.keys("C-c")
        self.see(r"Interrupted: finishing what was started\. Ctrl-C again ends immediately\. \d+ s")
        self.keys("C-c")
        self.see(r"^\$ $")

    def test_what_the_provider_is_given_to_catch_up_is_counted_down(self):
        self.lockstep("create", "late", "--scope", "linodes:ro", "--expiry", "1d")
        self.fault("delete-lies", "DELETE", times=1)
        self.shell()
        self.line("lockstep revoke late --yes --settle 6s")
        self.see(r"Asking the provider again in \d s")

    def test_a_vault_that_takes_long_to_open_says_so(self):
        passphrase = "correct horse battery staple"
        vault = {"LOCKSTEP_VAULT": str(self.folder / "slow" / "vault.db"), "LOCKSTEP_KEY_FILE": ""}
        (self.folder / "slow").mkdir(mode=0o700)
        (self.folder / "passphrase").write_text(passphrase)
        named = {"LOCKSTEP_PASSPHRASE_FILE": str(self.folder / "passphrase")}
        self.lockstep("init", "--recovery-file", self.folder / "paper", settings=vault | named)
        for verb, words in ("list", "Opening the vault:"), ("doctor", "Examining the vault:"):
            self.assertIn(f"{words} 1 s", self.slowly([BUILT / "lockstep", verb], passphrase, self.surroundings | vault))

    def slowly(self, words, passphrase, environment):
        """What a program writes to its terminal that is stopped for a second while it opens the vault."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(words[0], [str(word) for word in words], environment)
        seen = b""
        while not seen.endswith(b"Passphrase of the vault: "):
            seen += os.read(terminal, 4096)
        os.write(terminal, passphrase.encode() + b"\n")
        eventually(lambda: len(os.listdir(f"/proc/{pid}/task")) > 1, "the ticker's thread")
        os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        eventually(lambda: time.monotonic() > began + 1.1, "a second")
        os.kill(pid, signal.SIGCONT)
        with contextlib.suppress(OSError):  # the other side is closed
            while more := os.read(terminal, 4096):
                seen += more
        os.close(terminal)
        self.assertEqual(os.waitpid(pid, 0)[1], 0, seen)
        return seen.decode()

    def test_a_pipe_and_a_dumb_terminal_get_none_of_it(self):
        self.fault("slow-drip", "GET", times=1)
        _, _, said = self.run_program(BUILT / "lockstep", "list", "--remote", env=self.settings)
        self.assertNotIn("Waiting", said)
        self.assertNotIn("\r", said)
