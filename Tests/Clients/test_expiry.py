"""A clock that is a hundred days ahead: tokens that live are not revoked, and what seems expired is refused or told of."""

import ctypes
import json
import shutil
import unittest

from agent import AgentTest
from sandbox import BUILT

STA_UNSYNC, TIME_ERROR = 0x40, 5


def clock_is_kept_right():
    """What the kernel says (adjtimex(2)), asked without lockstep."""
    state = (ctypes.c_int * 64)()
    answer = ctypes.CDLL(None).adjtimex(state)
    # struct timex: modes, offset, freq, maxerror, esterror, status; the longs are eight bytes each.
    return answer not in (-1, TIME_ERROR) and not state[10] & STA_UNSYNC


@unittest.skipUnless(shutil.which("faketime"), "faketime is not there")
class Ahead(AgentTest):
    def ahead(self, *words, **more):
        return self.run_program("faketime", "-f", "+100d", BUILT / "lockstep", *words, env=self.settings, **more)

    def check(self):
        code, out, err = self.ahead("get", "one")
        if clock_is_kept_right():
            self.assertEqual((code, out), (4, ""), err)
            self.assertRegex(err, r"expired on 20\d\d-\d\d-\d\dT")
        else:
            self.assertEqual((code, out.strip()), (0, self.string), err)
            self.assertIn("warning", err)
        code, out, err = self.ahead("get", "one", "--even-expired")
        self.assertEqual((code, out.strip(), err), (0, self.string, ""))

    def test_without_an_agent(self):
        self.check()

    def test_through_an_agent(self):
        code, _, err = self.ahead("agent", "start")
        self.assertEqual(code, 0, err)
        self.addCleanup(self.lockstep, "agent", "stop")
        self.check()

    def test_a_file_of_tokens_leaves_out_what_has_expired_and_says_so(self):
        code, out, err = self.ahead("list", "--specs")
        self.assertEqual((code, json.loads(out)["tokens"]), (0, []), err)
        self.assertRegex(err, r"Left out: 'one'\. The expiry .* is in the past\.")

    def test_revoke_expired_leaves_what_the_provider_honours(self):
        code, _, err = self.ahead("revoke", "--expired", "--yes")
        self.assertEqual(code, 0, err)
        self.assertIn("still accepts it", err)
        self.assertEqual(self.lockstep("list", "--json").count('"state":"active"'), 1)

    def test_what_has_expired_at_the_provider_is_revoked(self):
        self.lockstep("create", "short", "--scope", "linodes:ro", "--expiry", "1h")
        self.ask("POST", "/_sandbox/advance", {"seconds": 7200})
        code, _, err = self.run_program(
            "faketime", "-f", "+2h", BUILT / "lockstep", "revoke", "--expired", "--yes", env=self.settings)
        self.assertEqual(code, 0, err)
        self.assertIn("Revoked and purged 'short'", err)
