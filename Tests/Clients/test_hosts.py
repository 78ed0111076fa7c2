"""A person at a terminal binds a token to a host, or agrees to a weaker provisioning token; the second reader reads the result."""

import os

from lockstep import LockstepTest
from reader import KEY_FILE, addresses_of_accounts, hosts_of, verified
from sandbox import BUILT
from terminal import in_terminal

ASK = r"printf 'protocol=https\nhost=%s\n\n' | lockstep credential git one get >$F/got; code=$?; cat $F/got; exit $code"


class Hosts(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_one()
        cls.surroundings = cls.settings | {
            "HOME": str(cls.folder), "PATH": f"{BUILT}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "F": str(cls.folder),
        }  # fmt: skip

    def typed(self, line, keys):
        """Runs a line of shell on a terminal whose person types this; its exit code and what stood there."""
        status, _, seen = in_terminal(["sh", "-c", f"echo ready; {line}"], self.surroundings, keys=keys)
        return os.waitstatus_to_exitcode(status), seen

    def test_a_first_use_is_asked_for_once_and_the_hosts_are_in_the_vault(self):
        code, seen = self.typed(ASK % "git.example", b"n\n")
        self.assertIn("Send the token 'one' to https://git.example, now and later?", seen)
        self.assertEqual((code, self.string in seen), (5, False))
        code, seen = self.typed(ASK % "git.example", b"y\n")
        self.assertEqual((code, self.string in seen), (0, True), seen)
        code, seen = self.typed(ASK % "GIT.example:443", b"n\n")
        self.assertEqual((code, "Send the token" in seen), (0, False))
        code, seen = self.typed(ASK % "evil.example", b"\n")
        self.assertEqual((code, self.string in seen), (5, False))
        self.lockstep("bind", "one", "http://localhost:3000/a")
        with verified(self.vault, (KEY_FILE, (self.folder / "key").read_bytes())) as vault:
            self.assertEqual(hosts_of(vault, "one"), ["https://git.example", "http://localhost:3000/a"])
            self.assertEqual(addresses_of_accounts(vault)["sandbox"], self.url)

    def test_a_weaker_provisioning_token_is_sealed_only_by_a_person_who_says_yes(self):
        made = self.ask("POST", "/v4/profile/tokens", {"label": "weak", "scopes": "linodes:read_only"})[2]
        (self.folder / "weak").write_text(made["token"])
        line = "lockstep login sandbox --token-stdin <$F/weak"
        code, seen = self.typed(line, b"n\n")
        self.assertEqual(code, 1)
        self.assertIn("cannot create or delete tokens", seen)
        self.lockstep("create", "still", "--scope", "linodes:ro", "--expiry", "9d")
        code, seen = self.typed(line, b"y\n")
        self.assertEqual(code, 0, seen)
        self.lockstep("create", "no-more", "--scope", "linodes:ro", "--expiry", "9d", expect=6)
